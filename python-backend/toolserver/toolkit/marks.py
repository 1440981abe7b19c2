"""What a plain function can say about itself when it becomes a tool."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_REPEATABLE: Final = "frontdesk_repeatable"
_READS: Final = "frontdesk_reads"


def repeatable(function: F) -> F:
    """Mark a function of which the same call again within a minute is meant, as with one more piece for a cart."""
    setattr(function, _REPEATABLE, True)
    return function


def reads(function: F) -> F:
    """Mark a function that only looks something up: it is called without asking the caller, and may be tried again."""
    setattr(function, _READS, True)
    return function


def is_reading(function: Callable[..., Any]) -> bool:
    """Whether it only looks something up."""
    return getattr(function, _READS, False) is True


def is_repeatable(function: Callable[..., Any]) -> bool:
    """Whether the same again is meant."""
    return getattr(function, _REPEATABLE, False) is True
