"""What one step of a session puts out, in order."""

from collections.abc import Callable
from typing import Any

from voice_engine.protocol.effects import Effect, Output
from voice_engine.protocol.events import server_event

NewId = Callable[[str], str]
"""Makes an id with the given prefix; the session's only source of chance."""


class Outbox:
    """Collects events and effects until the step is over."""

    def __init__(self, new_id: NewId) -> None:
        self.new_id = new_id
        self._outputs: list[Output] = []

    def send(self, type_: str, **fields: Any) -> None:
        """Put out a server event."""
        self._outputs.append(server_event(type_, self.new_id("event"), fields))

    def order(self, effect: Effect) -> None:
        """Put out an effect."""
        self._outputs.append(effect)

    def drain(self) -> list[Output]:
        """Hand over what has been put out since the last time."""
        outputs, self._outputs = self._outputs, []
        return outputs
