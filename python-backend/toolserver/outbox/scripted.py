"""A receiver that does as it is told, for tests."""

from collections import deque

from toolserver.outbox.receiver import OutboxMessage


class ScriptedReceiver:
    """Ends its first deliveries as the script says (None: taken over), takes over all that come later."""

    def __init__(self, *script: Exception | None) -> None:
        self._script = deque(script)
        self.tried: list[OutboxMessage] = []
        self.delivered: list[str] = []  # bodies
        self.is_closed = False

    async def deliver(self, message: OutboxMessage) -> None:
        """Take the message over, unless the script has a failure for this one."""
        self.tried.append(message)
        failure = self._script.popleft() if self._script else None
        if failure is not None:
            raise failure
        self.delivered.append(message.body)

    async def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True
