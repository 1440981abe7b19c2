"""Erasing what the tables of every deployment know about one person, in short units: calls go on beside it.

It may be interrupted and run again: what leads to the person's traces is erased after them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Table, and_, delete, or_, select, update

from toolserver.storage.call_erasure import Business, erase_calls
from toolserver.storage.call_keys import replace_fingerprint_key
from toolserver.storage.pages import pages
from toolserver.storage.sessions import drop_keys_of_ended, end_sessions_of, sessions_of
from toolserver.storage.tables import (
    call_endings,
    confirmations,
    human_handoffs,
    outbox,
    sessions,
    tool_calls,
    verification_locks,
    verification_tries,
)
from toolserver.storage.verification import lock_key
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.person import Person

_BLANK: Final[Mapping[str, str | None]] = {"reason": "", "context": None}  # what people said


def erase_traces(engine: Engine, business: Business, person: Person, now: datetime) -> dict[str, int]:
    """Erase, and say how many rows of which kind had something to erase. Twice is harmless.

    What another business of this deployment knows of them is its own.
    """
    with engine.begin() as db:
        ended = 0 if person.customer_id is None else end_sessions_of(db, business.key, person.customer_id, now)
        theirs = set() if person.customer_id is None else sessions_of(db, business.key, person.customer_id)
        claimed = _sessions_that_claimed(db, business, person)
        replace_fingerprint_key(db)
        drop_keys_of_ended(db, now)
    counts = {
        "sessions ended": ended,
        "calls": erase_calls(engine, business, person, theirs | claimed, now),
        "messages": _erase_messages(engine, business, person, theirs, now),
        "requests for a person": _erase_texts(engine, human_handoffs, business, person, theirs),
        "call endings": _erase_texts(engine, call_endings, business, person, theirs),
    }
    with engine.begin() as db:
        counts["verification tries"] = _erase_tries(db, business, person, theirs)
        counts["confirmations"] = db.execute(
            delete(confirmations).where(confirmations.c.session_id.in_(theirs))
        ).rowcount
    return counts


def _sessions_that_claimed(db: Connection, business: Business, person: Person) -> set[str]:
    tries = verification_tries.c
    claimed = select(tries.session_id).where(
        tries.identity.in_(person.identities), business.reaches(verification_tries)
    )
    return {session_id for session_id in db.execute(claimed.distinct()).scalars() if session_id is not None}


def _erase_messages(
    engine: Engine, business: Business, person: Person, session_ids: Collection[str], now: datetime
) -> int:
    calls, erased = _calls_of(engine, session_ids), 0
    for rows in pages(engine, select(outbox).where(business.reaches(outbox)), outbox.c.id):
        about = [row for row in rows if _is_about(row, person, calls)]
        with engine.begin() as db:
            for row in about:
                db.execute(update(outbox).where(outbox.c.id == row.id).values(_blank_message(row, person, now)))
        erased += len(about)
    return erased


def _calls_of(engine: Engine, session_ids: Collection[str]) -> set[tuple[str, str]]:
    calls = tool_calls.c
    of_sessions = select(calls.owner, calls.call_id).where(calls.session_id.in_(session_ids))
    return {(row.owner, row.call_id) for rows in pages(engine, of_sessions, calls.owner, calls.call_id) for row in rows}


def _is_about(message: Row[Any], person: Person, calls: Collection[tuple[str, str]]) -> bool:
    if person.is_named_in(message.call_id, message.recipient, message.body):
        return True
    has_text = message.recipient != "" or message.body != ""
    return has_text and (message.recipient in person.identities or (message.owner, message.call_id) in calls)


def _blank_message(message: Row[Any], person: Person, now: datetime) -> dict[str, object]:
    call_id = new_id("ERASED") if person.is_named_in(message.call_id) else message.call_id
    ended = {"state": "cancelled", "settled_at": now} if message.state == "waiting" else {}
    return {"call_id": call_id, "recipient": "", "body": "", "failure": None, **ended}


def _erase_texts(engine: Engine, table: Table, business: Business, person: Person, session_ids: Collection[str]) -> int:
    erased, blank = 0, {name: text for name, text in _BLANK.items() if name in table.c}
    told = select(table).where(table.c.reason != "", business.reaches(table))
    for rows in pages(engine, told, table.c.id):
        ids = [row.id for row in rows if row.session_id in session_ids or _names(row, blank, person)]
        with engine.begin() as db:
            db.execute(update(table).where(table.c.id.in_(ids)).values(blank))
        erased += len(ids)
    return erased


def _names(row: Row[Any], columns: Collection[str], person: Person) -> bool:
    return person.is_named_in(*(getattr(row, name) for name in columns))


def _erase_tries(db: Connection, business: Business, person: Person, session_ids: Collection[str]) -> int:
    locks = [lock_key(business.key, identity) for identity in person.identities]
    db.execute(delete(verification_locks).where(verification_locks.c.identity.in_(locks)))
    db.execute(update(sessions).where(sessions.c.id.in_(session_ids)).values(client=None))
    tries = verification_tries.c
    by_identity = and_(tries.identity.in_(person.identities), business.reaches(verification_tries))
    theirs = or_(by_identity, tries.session_id.in_(session_ids))
    return db.execute(delete(verification_tries).where(theirs)).rowcount
