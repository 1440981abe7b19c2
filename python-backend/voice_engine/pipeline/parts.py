"""The stages a session is made of, as the composition root chose them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from voice_engine.pipeline.stages import Brain, SpeechToText, TextToSpeech, TurnDetector


async def _nothing() -> None:
    """Nothing to close."""


@dataclass(frozen=True)
class Parts:
    """Brain and turn detector are made for each session; the others are shared. What is missing is None and named."""

    brain: Callable[[], Brain]
    turn_detector: Callable[[], TurnDetector] | None = None
    speech_to_text: SpeechToText | None = None
    text_to_speech: TextToSpeech | None = None
    missing: tuple[str, ...] = ()
    close: Callable[[], Awaitable[None]] = _nothing
