"""What is kept for how long: small units that remove some of what is due by now, and say how much it was.

Audit rows stay for good. Retail's carts and orders, and what tools of one's own store, are theirs to remove.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_, update

from toolserver.storage.session_retention import look_after_sessions
from toolserver.storage.tables import (
    confirmations,
    erased_calls,
    outbox,
    tool_calls,
    verification_locks,
    verification_tries,
)

ANSWERS_OF_SERVICES: Final = timedelta(hours=24)
CONFIRMATIONS: Final = timedelta(hours=1)  # after they are good for nothing
TRIES: Final = timedelta(hours=25)  # longer than any of their limits looks back
DELIVERED: Final = timedelta(days=7)
DEAD: Final = timedelta(days=90)  # a person has to look
ERASED_CALL_IDS: Final = timedelta(days=7)  # so long a repeated call may come
_BATCH: Final = 25  # a transaction of some 2 ms: calls go on beside it


class Unit(Protocol):
    """Removes some of what is due by now."""

    def __call__(self, db: Connection, now: datetime) -> int:
        """How much it was; none is left when it says 0."""


def forget_answers(db: Connection, now: datetime) -> int:
    """Of services outside sessions; the calls of a session are forgotten with it."""
    calls = tool_calls.c
    key = (calls.owner, calls.call_id)
    due = (calls.answer.is_not(None), calls.session_id.is_(None), calls.settled_at <= now - ANSWERS_OF_SERVICES)
    old = select(*key).where(*due).limit(_BATCH).with_for_update(skip_locked=True)
    return db.execute(update(tool_calls).where(tuple_(*key).in_(old)).values(answer=None)).rowcount


def remove_confirmations(db: Connection, now: datetime) -> int:
    """Those that nobody can use any more."""
    return _remove(db, confirmations, confirmations.c.expires_at <= now - CONFIRMATIONS)


def remove_tries(db: Connection, now: datetime) -> int:
    """Failed checks of identity that no limit counts any more."""
    return _remove(db, verification_tries, verification_tries.c.tried_at <= now - TRIES)


def remove_locks(db: Connection, now: datetime) -> int:
    """Of identities that nobody has tried lately."""
    return _remove(db, verification_locks, verification_locks.c.locked_at <= now - TRIES)


def remove_messages(db: Connection, now: datetime) -> int:
    """Delivered and cancelled ones, and much later those that were given up."""
    return sum(
        _remove(db, outbox, (outbox.c.state == state) & (outbox.c.settled_at <= now - kept))
        for state, kept in (("delivered", DELIVERED), ("cancelled", DELIVERED), ("dead", DEAD))
    )


def remove_erased_call_ids(db: Connection, now: datetime) -> int:
    """Digests of call_ids that named somebody who was erased."""
    return _remove(db, erased_calls, erased_calls.c.erased_at <= now - ERASED_CALL_IDS)


def _remove(db: Connection, table: Table, due: ColumnElement[bool]) -> int:
    """Some of the rows; what is being used is left for the next time."""
    (key,) = table.primary_key
    some = select(key).where(due).limit(_BATCH).with_for_update(skip_locked=True, of=table)
    return db.execute(delete(table).where(key.in_(some))).rowcount


UNITS: Final[tuple[Unit, ...]] = (
    forget_answers,
    look_after_sessions,
    remove_confirmations,
    remove_tries,
    remove_locks,
    remove_messages,
    remove_erased_call_ids,
)
