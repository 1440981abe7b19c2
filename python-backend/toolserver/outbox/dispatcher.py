"""Brings the outbox's messages to the receiver; any number of dispatchers may share one outbox."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

from toolserver.outbox import rows
from toolserver.outbox.pace import Pace
from toolserver.outbox.receiver import DeliveryFailed, OutboxMessage, Receiver
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

T = TypeVar("T")
_FAILURE_LENGTH: Final = 500
_PACE: Final = Pace()
_log = logging.getLogger(__name__)


class Tried(StrEnum):
    """What one try came to."""

    DELIVERED = "delivered"
    FAILED = "failed"  # to be tried again
    DEAD = "dead"


Count = Callable[[Tried], None]


def uncounted(_tried: Tried) -> None:
    """For a dispatcher whose tries nobody counts."""


class Dispatcher:
    """Holds no database connection while a receiver takes its time."""

    def __init__(
        self, database: Database, receiver: Receiver, clock: Clock, pace: Pace = _PACE, count: Count = uncounted
    ) -> None:
        self._database, self._receiver, self._clock, self._pace = database, receiver, clock, pace
        self._count = count

    @property
    def workers(self) -> int:
        """How many rounds may run at the same time."""
        return self._pace.workers

    async def round(self) -> float:
        """Deliver the next message that is due; a try that is interrupted is made again once its lease is over."""
        return 0 if await self.deliver_next() else self._pace.poll_s

    async def deliver_next(self) -> bool:
        """Take one due message, try to deliver it, record how that went; False when nothing is due."""
        message = await self._database.write(partial(rows.take, now=self._clock(), lease=self._pace.lease))
        if message is None:
            return False
        failure = await _outcome(self._try(message))
        if isinstance(failure, BaseException):
            self._count(await self._record_failure(message, _reason(failure)[:_FAILURE_LENGTH]))
        else:
            await self._database.write(partial(rows.mark_delivered, message=message, now=self._clock()))
            self._count(Tried.DELIVERED)
        return True

    async def _try(self, message: OutboxMessage) -> None:
        async with asyncio.timeout(self._pace.timeout_s):
            await self._receiver.deliver(message)

    async def _record_failure(self, message: OutboxMessage, failure: str) -> Tried:
        now = self._clock()
        if message.attempt >= self._pace.tries:
            _log.error("message %s is dead after %d tries: %s", message.id, message.attempt, failure)
            await self._database.write(partial(rows.mark_dead, message=message, failure=failure, now=now))
            return Tried.DEAD
        due_at = now + self._pace.wait_after(message.attempt)
        _log.warning("message %s, try %d: %s", message.id, message.attempt, failure)
        await self._database.write(partial(rows.mark_failed, message=message, failure=failure, due_at=due_at))
        return Tried.FAILED


def _reason(failure: BaseException) -> str:
    """Other exceptions' texts may name the recipient."""
    return str(failure) if isinstance(failure, DeliveryFailed) else type(failure).__name__


async def _outcome(work: Awaitable[T]) -> T | BaseException:
    """What the work returned or whatever it raised; only a cancellation from outside passes through."""
    (outcome,) = await asyncio.gather(work, return_exceptions=True)
    return outcome
