"""Receivers that take too long."""

import asyncio
import threading

from tests.outbox.conftest import Outbox
from toolserver.outbox.receiver import OutboxMessage
from toolserver.outbox.scripted import ScriptedReceiver


class HangingReceiver:
    """Never answers; says when `expected` deliveries hang in it."""

    def __init__(self, expected: int = 1) -> None:
        self._missing = expected
        self.is_full = threading.Event()
        self.was_entered = asyncio.Event()

    async def deliver(self, _message: OutboxMessage) -> None:
        """Wait for good."""
        self._missing -= 1
        self.was_entered.set()
        if self._missing == 0:
            self.is_full.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing is open."""


class OvertakenReceiver(ScriptedReceiver):
    """Takes so long that the lease ends and another dispatcher tries."""

    def __init__(self, box: Outbox, *script: Exception | None, other: ScriptedReceiver) -> None:
        super().__init__(*script)
        self._box, self._other = box, other

    async def deliver(self, message: OutboxMessage) -> None:
        """End as the script says, after the other dispatcher."""
        self._box.clock.move(self._box.pace.lease)
        await self._box.dispatcher(self._other).deliver_next()
        await super().deliver(message)
