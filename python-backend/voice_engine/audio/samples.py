"""Mono 16-bit samples, and their rates."""

from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

WIRE_RATE_HZ: Final = 24_000
"""The rate of audio/pcm in events."""
TRACK_RATE_HZ: Final = 48_000
"""The rate of Opus."""


def silence(count: int) -> Samples:
    """Samples of nothing."""
    return np.zeros(count, np.int16)


def from_bytes(pcm: bytes) -> Samples:
    """Little-endian bytes, as they are in events."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.int16)


def to_bytes(samples: Samples) -> bytes:
    """Little-endian bytes, as they are in events."""
    return samples.astype("<i2").tobytes()


def to_ms(count: int, rate_hz: int) -> int:
    """How long so many samples last."""
    return count * 1000 // rate_hz


class Resampler:
    """Changes the rate of a stream of samples."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._from_hz = from_hz
        self._resampler = None if from_hz == to_hz else av.AudioResampler(format="s16", layout="mono", rate=to_hz)

    def push(self, samples: Samples) -> Samples:
        """Feed any number of samples; answers those that are ready."""
        if self._resampler is None or not len(samples):
            return samples
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._from_hz
        return self._joined(self._resampler.resample(frame))

    def flush(self) -> Samples:
        """The samples still inside; the stream is over."""
        return silence(0) if self._resampler is None else self._joined(self._resampler.resample(None))

    @staticmethod
    def _joined(frames: list[av.AudioFrame]) -> Samples:
        pieces = [frame.to_ndarray().reshape(-1).astype(np.int16) for frame in frames]
        return np.concatenate(pieces) if pieces else silence(0)
