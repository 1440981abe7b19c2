"""The outbox's rows as a dispatcher moves them. Synchronous functions over a connection.

waiting → delivered   the receiver took it over
        → waiting     a try failed: due again after its back-off
        → dead        the last try failed: a person has to look; later messages to the recipient go on
        → cancelled   its recipient was erased
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, or_, select, tuple_, update

from toolserver.outbox.receiver import OutboxMessage
from toolserver.storage.tables import outbox


class State(StrEnum):
    """Where a message stands; a taken one is `waiting` and not due before its lease ends."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    CANCELLED = "cancelled"


def take(db: Connection, now: datetime, lease: timedelta) -> OutboxMessage | None:
    """Lease the oldest due message that is the first one waiting for its recipient, if there is one."""
    oldest = select(outbox).where(*takeable(now)).order_by(outbox.c.queued_at, outbox.c.id).limit(1)
    row = db.execute(oldest.with_for_update(of=outbox, skip_locked=True)).mappings().one_or_none()
    if row is None:
        return None
    message = _message(row)
    taken = {"attempts": message.attempt, "due_at": now + lease}
    db.execute(update(outbox).where(outbox.c.id == message.id).values(taken))
    return message


def takeable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What may be taken: it waits, is due, and is the first one that waits for its recipient."""
    is_due = or_(outbox.c.due_at.is_(None), outbox.c.due_at <= now)
    return (outbox.c.state == State.WAITING, is_due, _is_first_of_its_recipient())


def mark_delivered(db: Connection, message: OutboxMessage, now: datetime) -> None:
    """The message is out, whichever try it was: also one whose lease was over."""
    values = {"state": State.DELIVERED, "settled_at": now, "failure": None}
    db.execute(update(outbox).where(outbox.c.id == message.id).values(values))


def mark_failed(db: Connection, message: OutboxMessage, failure: str, due_at: datetime) -> None:
    """Wait for the next try, unless somebody took the message over meanwhile."""
    db.execute(update(outbox).where(*_is_still(message)).values(failure=failure, due_at=due_at))


def mark_dead(db: Connection, message: OutboxMessage, failure: str, now: datetime) -> None:
    """Give the message up, unless somebody took it over meanwhile."""
    values = {"state": State.DEAD, "settled_at": now, "failure": failure}
    db.execute(update(outbox).where(*_is_still(message)).values(values))


def _is_first_of_its_recipient() -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    return ~exists().where(
        earlier.c.state == State.WAITING,
        earlier.c.recipient == outbox.c.recipient,
        tuple_(earlier.c.queued_at, earlier.c.id) < tuple_(outbox.c.queued_at, outbox.c.id),
    )


def _is_still(message: OutboxMessage) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.id == message.id, outbox.c.state == State.WAITING, outbox.c.attempts == message.attempt)


def _message(row: RowMapping) -> OutboxMessage:
    return OutboxMessage(
        id=row["id"],
        call_id=row["call_id"],
        channel=row["channel"],
        recipient=row["recipient"],
        body=row["body"],
        queued_at=row["queued_at"],
        attempt=row["attempts"] + 1,
    )
