"""Who takes messages over from the outbox: one method, so that another engine can start from the same rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from toolserver.errors import FrontdeskError


@dataclass(frozen=True)
class OutboxMessage:
    """One row of the outbox, taken for one try."""

    id: str  # the receiver's idempotency key
    call_id: str
    channel: str
    recipient: str
    body: str
    queued_at: datetime
    attempt: int


class DeliveryFailed(FrontdeskError):
    """The receiver did not take the message; the text says why and names nobody."""


class Receiver(Protocol):
    """Takes messages over; the same id may come twice and must have one effect."""

    async def deliver(self, message: OutboxMessage) -> None:
        """Return once the message is in the receiver's hands. Raises DeliveryFailed."""

    async def close(self) -> None:
        """Let go of connections."""
