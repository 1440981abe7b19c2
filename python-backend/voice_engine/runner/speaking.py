"""Turns a sentence into audio: on the track that a WebRTC client hears, or in events."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Final

from voice_engine.audio.playback import Boundary, Edge, Playback
from voice_engine.audio.samples import WIRE_RATE_HZ, Resampler, Samples, to_bytes, to_ms
from voice_engine.errors import StageFailed
from voice_engine.pipeline.boundary import stage_answer
from voice_engine.pipeline.sentences import LONGEST, sentences
from voice_engine.pipeline.stages import TextToSpeech
from voice_engine.protocol.answering import Cut
from voice_engine.protocol.effects import StartResponse
from voice_engine.protocol.response import ResponseWriter
from voice_engine.protocol.session import Session
from voice_engine.runner.scope import Scope

_log = logging.getLogger(__name__)

_SLACK_S: Final = 1.0


class Speaking:
    """One session's mouth: says messages sentence by sentence; without text to speech they are written only."""

    def __init__(self, session: Session, voice: TextToSpeech | None, playback: Playback | None, scope: Scope) -> None:
        self._session = session
        self._voice = voice
        self._playback = playback
        self._limits = scope.limits
        self._apply = scope.apply
        self._room = scope.room
        self._rate_hz = playback.rate_hz if playback else WIRE_RATE_HZ
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def say(self, text: str, order: StartResponse) -> None:
        """Write a whole message and give it its audio."""
        begun: list[str] = []
        self._write(lambda response: begun.append(response.begin_message()))
        for sentence in sentences(text):
            await self._room()
            await self._say_sentence(sentence, begun[0], order)
        self._write(lambda response: response.end_message())

    def end(self, response_id: str) -> None:
        """The response has nothing more to say."""
        if self._playback:
            self._playback.end(response_id)

    def play(self, count: int) -> Samples:
        """The next samples for the audio track."""
        if self._playback is None:
            raise RuntimeError("the session has no audio track")
        samples, boundaries = self._playback.read(count)
        self._tell(boundaries)
        return samples

    def flush(self) -> None:
        """Drop the audio that has not been played."""
        if self._playback:
            cuts = [Cut(unheard.item_id, unheard.played_ms) for unheard in self._playback.clear()]
            self._quiet.set()
            self._apply(self._session.playback_cleared(cuts))

    async def _say_sentence(self, sentence: str, item_id: str, order: StartResponse) -> None:
        """Words and their first audio appear together."""
        written = False
        async with aclosing(self._synthesise(sentence if order.speaks else "")) as pieces:
            async for samples in pieces:
                if not written:
                    written = True
                    await self._begin_audio(order.response_id)
                    self._write(lambda response: response.extend_message(sentence))
                for second in _seconds(samples, self._rate_hz):
                    self._hand_over(second, item_id, order.response_id)
                    await self._wait_for_room()
        if not written:
            self._write(lambda response: response.extend_message(sentence))

    async def _begin_audio(self, response_id: str) -> None:
        """A response waits for the one before it: `started` then precedes its `response.done`, as clients expect."""
        if self._playback and not self._playback.is_playing(response_id):
            with suppress(TimeoutError):  # nobody may be pulling the track
                async with asyncio.timeout(self._playback.waiting_ms / 1000 + _SLACK_S):
                    await self._quiet.wait()
            self._tell(self._playback.start(response_id))

    def _tell(self, boundaries: Sequence[Boundary]) -> None:
        for boundary in boundaries:
            if boundary.edge is Edge.STARTED:
                self._quiet.clear()
                self._apply(self._session.playback_started(boundary.response_id))
            else:
                self._quiet.set()
                self._apply(self._session.playback_stopped(boundary.response_id))

    def _hand_over(self, samples: Samples, item_id: str, response_id: str) -> None:
        duration_ms = to_ms(len(samples), self._rate_hz)
        pcm = b"" if self._playback else to_bytes(samples)
        self._write(lambda response: response.add_audio(pcm, duration_ms))
        if self._playback:
            self._playback.write(response_id, item_id, samples)

    def _write(self, step: Callable[[ResponseWriter], object]) -> None:
        self._apply(self._session.write(step))

    async def _synthesise(self, sentence: str) -> AsyncGenerator[Samples, None]:
        """Samples at the rate of the output; a voice that fails falls silent, its words stay."""
        if not sentence or self._voice is None:
            return
        resampler = Resampler(self._voice.sample_rate_hz, self._rate_hz)
        try:
            async with _closing(self._voice.synthesise(sentence[:LONGEST])) as chunks:  # one word may be endless
                while (chunk := await self._next(chunks)) is not None:
                    if len(samples := resampler.push(chunk)):
                        yield samples
        except StageFailed as failure:
            _log.error("a sentence stays unspoken: %s", failure, exc_info=failure.__cause__)
            return
        if len(rest := resampler.flush()):
            yield rest

    async def _next(self, chunks: AsyncIterator[Samples]) -> Samples | None:
        return await stage_answer("text to speech", anext(chunks, None), self._limits.text_to_speech_s)

    async def _wait_for_room(self) -> None:
        await self._room()
        excess_ms = self._playback.waiting_ms - self._limits.ahead_ms if self._playback else 0
        if excess_ms > 0:
            await asyncio.sleep(excess_ms / 1000)


def _seconds(samples: Samples, rate_hz: int) -> Iterator[Samples]:
    """Pieces of at most a second: a slow client that reads makes progress with each event."""
    yield from (samples[start : start + rate_hz] for start in range(0, len(samples), rate_hz))


@asynccontextmanager
async def _closing(chunks: AsyncIterator[Samples]) -> AsyncIterator[AsyncIterator[Samples]]:
    """Closing a voice's iterator stops its work; a plain iterator has nothing to close."""
    try:
        yield chunks
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
