"""The four interfaces of a turn; each has real adapters in `models` and a scripted fake that ships."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
"""Mono signed 16-bit samples."""


class Expectation(StrEnum):
    """What kind of answer the brain asked for: turn detection waits longer for digits, recognition reads them so."""

    ANYTHING = "anything"
    DIGITS = "digits"
    DATE = "date"
    YES_NO = "yes_no"
    SPELLING = "spelling"


class SpeechEvent(StrEnum):
    """The boundaries of a turn as the detector hears them."""

    STARTED = "started"
    STOPPED = "stopped"


class TurnDetector(Protocol):
    """Decides that a turn has begun or ended. One a session; cheap enough for the event loop."""

    sample_rate_hz: int  # the rate it wants its samples in (16000)

    def push(self, pcm: Pcm) -> Sequence[SpeechEvent]:
        """Feed any number of samples; answers the boundaries they contained, in order."""

    def configure(self, *, threshold: float, silence_ms: int) -> None:
        """Follow session.update, and what the brain expects."""


class SpeechToText(Protocol):
    """Turns one turn's audio into text. CPU work happens in another process."""

    sample_rate_hz: int

    async def transcribe(self, pcm: Pcm, expects: Expectation) -> str:
        """The words, normalised (digits as digits); empty when nothing was said."""


class TextToSpeech(Protocol):
    """Turns text into audio, sentence by sentence. CPU work happens in another process."""

    sample_rate_hz: int

    def synthesise(self, text: str) -> AsyncIterator[Pcm]:
        """Chunks in order; the first as soon as the first sentence is ready. Closing the iterator stops the work."""


@dataclass(frozen=True)
class Conversation:
    """What a brain may know: the session's configuration and its items, oldest first, as plain wire objects."""

    instructions: str
    tools: Sequence[Mapping[str, Any]]  # the function tools of session.update, handoffs included
    items: Sequence[Mapping[str, Any]]  # message, function_call, function_call_output


@dataclass(frozen=True)
class Say:
    """One spoken (or written) message."""

    text: str


@dataclass(frozen=True)
class CallTool:
    """One function_call; `arguments` becomes the JSON text on the wire."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One response: its output items in order, and what kind of answer comes next."""

    parts: tuple[Say | CallTool, ...]
    expects: Expectation = Expectation.ANYTHING


class Brain(Protocol):
    """Decides what a response says and calls. One a session."""

    async def respond(self, conversation: Conversation) -> Reply:
        """Answer the conversation as it stands. Never raises for what a caller said."""
