"""Long audio cut where it is quietest."""

from typing import Final

import numpy as np

from voice_engine.audio.samples import Samples

_FRAME_S: Final = 0.02
_PAUSE_FRAMES: Final = 10  # how long it has to be quiet: a consonant before its vowel is quiet for less


def between_pauses(samples: Samples, rate_hz: int, longest_s: float) -> list[Samples]:
    """Pieces of at most `longest_s`, each cut in the quietest moment of its last third; all samples, in order."""
    longest = int(longest_s * rate_hz)
    pieces: list[Samples] = []
    while len(samples) > longest:
        earliest = longest * 2 // 3
        at = earliest + _quietest(samples[earliest:longest], int(_FRAME_S * rate_hz))
        pieces.append(samples[:at])
        samples = samples[at:]
    return [*pieces, samples]


def _quietest(samples: Samples, frame: int) -> int:
    """The middle of the quietest moment."""
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame).astype(np.float64)
    energy = np.convolve((frames**2).sum(axis=1), np.ones(_PAUSE_FRAMES), mode="valid")
    return int((energy.argmin() + _PAUSE_FRAMES / 2) * frame)
