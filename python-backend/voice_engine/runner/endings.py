"""How a session may end: what the client is told before, and the code that closes a WebSocket."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Ending:
    """`code` names the error event that precedes the end; without one there is none."""

    close_code: int
    message: str = ""
    code: str | None = None


HUNG_UP: Final = Ending(1000)
UNREAD: Final = Ending(1008, "The client does not read its events.")
FLOODED: Final = Ending(1008, "The client sends events faster than it reads the answers.")


def expired(session_s: float) -> Ending:
    """The hosted service's words, and its close code (going away)."""
    return Ending(1001, f"Your session hit the maximum duration of {_minutes(session_s)}.", "session_expired")


def idle(idle_s: float) -> Ending:
    """Nobody said or sent anything."""
    return Ending(1001, f"Your session ended because nothing happened for {_minutes(idle_s)}.", "session_idle")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} minutes"
