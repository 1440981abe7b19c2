"""The table of what one client may put into one session, and the refusals in the hosted service's words.

Characters are those of the JSON text. The service bounds tokens instead (16,384 of instructions and tools, and a
context window); ours are generous for people, and keep what one session costs independent of what it sends.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voice_engine.errors import ClientEventRefused


@dataclass(frozen=True)
class ContentLimits:
    """Beyond these an event is refused with an `error` event, and the session goes on."""

    event_characters: int = 1_000_000
    levels: int = 64  # of objects and arrays in one another: no tool needs half as many, and copying them recurses
    items: int = 1000
    item_characters: int = 262_144  # the largest message of the data channel
    conversation_characters: int = 4_000_000
    id_characters: int = 32  # as the service's
    instructions_characters: int = 65_536
    tools: int = 128
    tools_characters: int = 262_144
    uncommitted_audio_bytes: int = 120 * 48_000  # where the client commits turns itself: two minutes
    window_items: int = 200  # the brain gets the newest items within both bounds, and at least one
    window_characters: int = 524_288


def require_short(param: str, length: int, most: int) -> None:
    """Refuse a string that is too long."""
    if length > most:
        raise ClientEventRefused(
            "string_above_max_length",
            f"Invalid '{param}': string too long. Expected a string with maximum length {most}, "
            f"but got a string with length {length} instead.",
            param,
        )


def require_few(param: str, length: int, most: int) -> None:
    """Refuse an array that is too long."""
    if length > most:
        raise ClientEventRefused(
            "array_above_max_length",
            f"Invalid '{param}': array too long. Expected an array with maximum length {most}, "
            f"but got an array with length {length} instead.",
            param,
        )


def require_shallow(param: str | None, value: Any, most: int) -> None:
    """Refuse what is nested too deeply; level by level, so that nothing is too deep to be looked at."""
    level: list[Any] = [value]
    for _ in range(most):
        level = [entry for each in level for entry in _entries(each) if isinstance(entry, (dict, list))]
    if level:
        message = f"Invalid '{param or 'event'}': nested too deeply. Expected at most {most} levels."
        raise ClientEventRefused("invalid_value", message, param)


def _entries(value: Mapping[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else value
