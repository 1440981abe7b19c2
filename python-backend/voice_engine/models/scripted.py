"""Scripted stages: they follow a script where real ones follow a model, so that conversations can be tested."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

import numpy as np

from voice_engine.pipeline.stages import Conversation, Expectation, Pcm, Reply, Say, SpeechEvent

_LOUD: Final = 500
"""Samples above this are speech to the scripted detector."""


class ScriptedBrain:
    """Answers with its replies in order, then echoes; an exception in the script is raised."""

    def __init__(self, replies: Sequence[Reply | Exception] = ()) -> None:
        self._replies = list(replies)
        self.conversations: list[Conversation] = []

    async def respond(self, conversation: Conversation) -> Reply:
        """The script's next reply."""
        self.conversations.append(conversation)
        reply = self._replies.pop(0) if self._replies else _echo(conversation)
        if isinstance(reply, Exception):
            raise reply
        return reply


class WaitingBrain:
    """Never answers by itself: it shows what a session does with a brain that hangs."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def respond(self, conversation: Conversation) -> Reply:
        """Wait for ever."""
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


class ScriptedSpeechToText:
    """Hears its texts in order, then nothing; an exception in the script is raised."""

    sample_rate_hz = 16_000

    def __init__(self, texts: Sequence[str | Exception] = ()) -> None:
        self._texts = list(texts)
        self.turns: list[tuple[int, Expectation]] = []

    async def transcribe(self, pcm: Pcm, expects: Expectation) -> str:
        """The script's next text."""
        self.turns.append((len(pcm), expects))
        text = self._texts.pop(0) if self._texts else ""
        if isinstance(text, Exception):
            raise text
        return text


class ScriptedTextToSpeech:
    """Hums: a tone whose length follows the text; `before` runs before each chunk."""

    sample_rate_hz = 24_000

    def __init__(self, ms_per_character: int = 20, before: Callable[[], Awaitable[None]] | None = None) -> None:
        self._ms_per_character = ms_per_character
        self._before = before
        self.sentences: list[str] = []

    async def synthesise(self, text: str) -> AsyncIterator[Pcm]:
        """Two chunks of a tone at 440 Hz."""
        self.sentences.append(text)
        whole = tone(len(text) * self._ms_per_character, self.sample_rate_hz)
        for chunk in np.array_split(whole, 2):
            if self._before:
                await self._before()
            yield chunk


class LoudnessTurnDetector:
    """Takes loud samples for speech; `silence_ms` of quiet ends the turn."""

    sample_rate_hz = 16_000

    def __init__(self) -> None:
        self.threshold = 0.5
        self.silence_ms = 500
        self._speaking = False
        self._quiet = 0

    def push(self, pcm: Pcm) -> Sequence[SpeechEvent]:
        """At most one boundary for each push."""
        if len(pcm) and int(np.abs(pcm.astype(np.int32)).max()) > _LOUD:
            self._quiet = 0
            return self._become(speaking=True)
        self._quiet += len(pcm)
        if self._quiet * 1000 >= self.silence_ms * self.sample_rate_hz:
            return self._become(speaking=False)
        return ()

    def configure(self, *, threshold: float, silence_ms: int) -> None:
        """Follow session.update, and what the brain expects."""
        self.threshold, self.silence_ms = threshold, silence_ms

    def _become(self, *, speaking: bool) -> Sequence[SpeechEvent]:
        if speaking == self._speaking:
            return ()
        self._speaking = speaking
        return (SpeechEvent.STARTED if speaking else SpeechEvent.STOPPED,)


def tone(duration_ms: int, rate_hz: int) -> Pcm:
    """A tone at 440 Hz."""
    times = np.arange(duration_ms * rate_hz // 1000) / rate_hz
    return (8000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)


def _echo(conversation: Conversation) -> Reply:
    for item in reversed(conversation.items):
        if item.get("role") == "user":
            heard = "".join(part.get("text") or part.get("transcript") or "" for part in item["content"])
            return Reply((Say(f"You said: {heard or 'nothing'}."),))
    return Reply((Say("Hello."),))
