"""What a session asks its runner to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice_engine.protocol.events import ServerEvent


@dataclass(frozen=True)
class StartResponse:
    """Ask the brain, and write what it answers into the response; `failure` asks for an apology instead.

    `items` are the conversation's own objects: a transcript that arrives after this effect is seen in them.
    """

    response_id: str
    instructions: str
    tools: Sequence[Mapping[str, Any]]
    items: Sequence[Mapping[str, Any]]
    speaks: bool
    failure: str | None = None


@dataclass(frozen=True)
class StopResponse:
    """Stop the running response; the runner tells the session when it has ended."""


@dataclass(frozen=True)
class FlushPlayback:
    """Drop the audio that has not been played."""


@dataclass(frozen=True)
class AppendAudio:
    """Add the client's samples (16-bit little-endian, 24 kHz) to the input audio buffer."""

    pcm: bytes


@dataclass(frozen=True)
class ClearAudio:
    """Empty the input audio buffer."""


@dataclass(frozen=True)
class Transcribe:
    """Take the input audio buffer as one turn and recognise it."""

    item_id: str


@dataclass(frozen=True)
class ConfigureTurns:
    """Follow the session's turn detection; None means the client commits turns itself."""

    detection: "TurnDetection | None"


@dataclass(frozen=True)
class TurnDetection:
    """The session's turn detection in the terms of the pipeline."""

    threshold: float
    silence_ms: int
    prefix_ms: int


Effect = StartResponse | StopResponse | FlushPlayback | AppendAudio | ClearAudio | Transcribe | ConfigureTurns
Output = ServerEvent | Effect
