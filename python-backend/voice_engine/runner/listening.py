"""Turns what the microphone hears into turns, and turns into text."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_engine.audio.samples import WIRE_RATE_HZ, Resampler, Samples, from_bytes
from voice_engine.audio.turns import TurnBuffer
from voice_engine.errors import StageFailed
from voice_engine.pipeline.boundary import stage_answer
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Expectation, SpeechEvent
from voice_engine.protocol.effects import Output, TurnDetection
from voice_engine.protocol.session import Session
from voice_engine.runner.scope import Scope

_log = logging.getLogger(__name__)

_LISTENING_RATE_HZ: Final = 16_000
_PATIENT_MS: Final = 900
"""People pause inside numbers and spellings."""
_PATIENT: Final = (Expectation.DIGITS, Expectation.SPELLING)


@dataclass(frozen=True)
class _Turn:
    item_id: str
    samples: Samples | None  # None while the end of it is still on its way
    expects: Expectation
    duration_s: float


class Listening:
    """One session's ear."""

    def __init__(self, session: Session, parts: Parts, scope: Scope, tail_s: float) -> None:
        self._session = session
        self._recogniser = parts.speech_to_text
        self._limits = scope.limits
        self._apply = scope.apply
        self._tail_s = tail_s
        self._detector = parts.turn_detector() if parts.turn_detector and parts.speech_to_text else None
        rate_hz = self._detector.sample_rate_hz if self._detector else _LISTENING_RATE_HZ
        self._buffer = TurnBuffer(rate_hz, scope.limits.longest_turn_s)
        self._resamplers: dict[int, Resampler] = {}
        self._turns: asyncio.Queue[_Turn] = asyncio.Queue(scope.limits.waiting_turns)
        self._detection: TurnDetection | None = None
        self._expects = Expectation.ANYTHING
        self._owed_s = 0.0  # audio whose recognition is waited for
        self._speaking = False
        self._began = asyncio.get_running_loop().time()

    def configure(self, detection: TurnDetection | None) -> None:
        """Follow the session's turn detection."""
        self._detection = detection
        self._speaking = self._speaking and detection is not None
        self._adjust()

    def expect(self, expects: Expectation) -> None:
        """Wait longer for an answer that people give with pauses in it."""
        self._expects = expects
        self._adjust()

    def hear(self, samples: Samples, rate_hz: int) -> None:
        """The microphone's next samples."""
        resampler = self._resamplers.setdefault(rate_hz, Resampler(rate_hz, self._buffer.rate_hz))
        heard = resampler.push(samples)
        self._buffer.push(heard)
        if self._detector is None or self._detection is None:
            return
        for event in self._detector.push(heard):
            self._turn(event)
        if self._speaking and self._buffer.is_full:
            self._turn(SpeechEvent.STOPPED)

    async def pace(self) -> None:
        """Give others their turn; audio that comes much faster than anyone speaks waits, as hearing it takes time."""
        heard_s = self._buffer.heard_ms / 1000 - self._limits.audio_burst_s
        elapsed_s = asyncio.get_running_loop().time() - self._began
        await asyncio.sleep(max(0.0, heard_s / self._limits.audio_speed - elapsed_s))

    def append(self, pcm: bytes) -> None:
        """The client's samples, from an event."""
        self.hear(from_bytes(pcm), WIRE_RATE_HZ)

    def clear(self) -> None:
        """input_audio_buffer.clear."""
        self._buffer.clear()

    def take_turn(self, item_id: str) -> None:
        """Queue the buffer for recognition; a commit overtakes the end of the audio on its track."""
        waits = self._detection is None and self._tail_s > 0
        duration_s = self._buffer.held_s
        turn = _Turn(item_id, None if waits else self._buffer.take(), self._expects, duration_s)
        try:
            self._turns.put_nowait(turn)
            self._owed_s += duration_s
        except asyncio.QueueFull:
            self._apply(self._session.transcription_failed(item_id, "too many turns are waiting to be recognised"))

    async def recognise(self) -> None:
        """Recognise turns one after the other, for as long as the session lasts."""
        while True:
            turn = await self._turns.get()
            self._apply(await self._recognised(turn))
            self._owed_s -= turn.duration_s
            self._turns.task_done()

    async def settled(self) -> None:
        """Wait until every turn so far has been recognised. Raises StageFailed after the time that may take."""
        await stage_answer("speech to text", self._turns.join(), self._limits.speech_to_text_s + self._owed_s)

    async def _recognised(self, turn: _Turn) -> Sequence[Output]:
        if self._recogniser is None:
            return self._session.transcription_failed(turn.item_id, "speech to text is not installed")
        heard = await self._whole(turn)
        try:
            work = self._recogniser.transcribe(self._resampled(heard, self._recogniser.sample_rate_hz), turn.expects)
            text = await stage_answer("speech to text", work, self._limits.speech_to_text_s + turn.duration_s)
        except StageFailed as failure:
            _log.error("a turn stays unrecognised: %s", failure, exc_info=failure.__cause__)
            return self._session.transcription_failed(turn.item_id, str(failure))
        return self._session.transcribed(turn.item_id, text, len(heard) / self._buffer.rate_hz)

    async def _whole(self, turn: _Turn) -> Samples:
        if turn.samples is not None:
            return turn.samples
        await asyncio.sleep(self._tail_s)
        return self._buffer.take()

    def _resampled(self, samples: Samples, rate_hz: int) -> Samples:
        resampler = Resampler(self._buffer.rate_hz, rate_hz)
        return np.concatenate([resampler.push(samples), resampler.flush()])

    def _turn(self, event: SpeechEvent) -> None:
        starts = event is SpeechEvent.STARTED
        if starts == self._speaking:
            return
        self._speaking = starts
        self._keep()
        if starts:
            prefix_ms = self._detection.prefix_ms if self._detection else 0
            self._apply(self._session.speech_started(max(0, self._buffer.heard_ms - prefix_ms)))
        else:
            self._apply(self._session.speech_stopped(self._buffer.heard_ms))

    def _adjust(self) -> None:
        self._keep()
        if self._detector and self._detection:
            patience = _PATIENT_MS if self._expects in _PATIENT else 0
            silence_ms = max(self._detection.silence_ms, patience)
            self._detector.configure(threshold=self._detection.threshold, silence_ms=silence_ms)

    def _keep(self) -> None:
        waits = self._detection is not None and not self._speaking
        self._buffer.keep(self._detection.prefix_ms if waits and self._detection else None)
