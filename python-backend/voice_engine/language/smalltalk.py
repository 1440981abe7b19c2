"""Phrases that ask for nothing, by kind: a class of their own beside the tools."""

from collections.abc import Mapping
from typing import Final

SMALL_TALK: Final[Mapping[str, str]] = {
    phrase: kind
    for kind, phrases in {
        "greeting": ("hello", "hi there", "good morning", "hey, can you hear me"),
        "thanks": ("thank you", "thanks a lot", "you have been very helpful", "great, that's good"),
        "wellbeing": (
            "how are you doing",
            "nice weather today",
            "are you a robot",
            "tell me a joke",
            "what's your name",
        ),
        "waiting": (
            "hold on a second",
            "give me a moment",
            "let me think",
            "um, wait",
            "I was just talking to someone",
        ),
        "lost": ("what can you do", "I don't know", "I have a question", "can you help me", "what are my options"),
    }.items()
    for phrase in phrases
}
