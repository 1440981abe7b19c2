"""What the parts of a runner share."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from voice_engine.protocol.effects import Output
from voice_engine.runner.limits import Limits


@dataclass(frozen=True)
class Scope:
    """The session's bounds, the way to send events and perform effects, and the wait for a client that reads slowly."""

    limits: Limits
    apply: Callable[[Sequence[Output]], None]
    room: Callable[[], Awaitable[None]]
