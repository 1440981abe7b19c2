"""Erasing what the tables of every deployment know about one person; that calls were made and how they ended stays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Table, and_, bindparam, delete, or_, select, update

from toolserver.storage.sessions import end_sessions_of, sessions_of
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

_ERASED: Final = "erased"  # as a fingerprint no call has it: who repeats the call_id is refused
_NOT_DIGITS: Final = re.compile(r"\D+")


@dataclass(frozen=True)
class Person:
    """Whom to erase: the customer's id, what they are reached by, and texts that are about nobody else."""

    customer_id: str
    identities: frozenset[str]
    texts: frozenset[str]

    def is_named_in(self, text: str | None) -> bool:
        """Whether a text is about this person, however it writes their number."""
        if not text:
            return False
        said, digits = text.casefold(), _NOT_DIGITS.sub("", text)
        return any(own.casefold() in said for own in self.texts) or any(own in digits for own in self._numbers)

    @property
    def _numbers(self) -> Iterator[str]:
        numbers = (_NOT_DIGITS.sub("", identity)[-10:] for identity in self.identities)
        return (number for number in numbers if len(number) >= 7)


def erase_traces(db: Connection, person: Person, now: datetime) -> dict[str, int]:
    """Erase, and say how many rows of which kind had something to erase. Twice is harmless."""
    ended = end_sessions_of(db, person.customer_id, now)
    session_ids = sessions_of(db, person.customer_id)
    return {
        "sessions ended": ended,
        "messages": _erase_messages(db, person, session_ids),
        "calls": _erase_calls(db, person, [*session_ids, *_sessions_that_claimed(db, person)]),
        "requests for a person": _erase_texts(db, human_handoffs, {"reason": "", "context": None}, person, session_ids),
        "call endings": _erase_texts(db, call_endings, {"reason": ""}, person, session_ids),
        "verification tries": _erase_tries(db, person, session_ids),
        "confirmations": db.execute(delete(confirmations).where(confirmations.c.session_id.in_(session_ids))).rowcount,
    }


def _sessions_that_claimed(db: Connection, person: Person) -> list[str]:
    claimed = select(verification_tries.c.session_id).where(verification_tries.c.identity.in_(person.identities))
    return [session_id for session_id in db.execute(claimed.distinct()).scalars() if session_id is not None]


def _erase_calls(db: Connection, person: Person, session_ids: list[str]) -> int:
    """What was asked and answered in these sessions, by services outside sessions, and wherever the person is named.

    A fingerprint can be guessed from a phone number and does not say whose it is: so of what services asked outside
    sessions all goes, whomever it was about. Who repeats such a call_id is refused, not answered again.
    """
    columns = (tool_calls.c.owner, tool_calls.c.call_id, tool_calls.c.session_id)
    settled = and_(tool_calls.c.outcome.is_not(None), tool_calls.c.fingerprint != _ERASED)
    few_at_a_time = select(*columns, tool_calls.c.answer).where(settled).execution_options(yield_per=1000)
    gone = [
        {"its_owner": row["owner"], "its_id": row["call_id"]}
        for row in db.execute(few_at_a_time).mappings()
        if row["session_id"] is None or row["session_id"] in session_ids or person.is_named_in(row["answer"])
    ]
    same = (tool_calls.c.owner == bindparam("its_owner"), tool_calls.c.call_id == bindparam("its_id"))
    if gone:
        db.execute(update(tool_calls).where(*same).values(fingerprint=_ERASED, answer=None, arguments=None), gone)
    return len(gone)


def _erase_messages(db: Connection, person: Person, session_ids: list[str]) -> int:
    of_sessions = select(tool_calls.c.owner, tool_calls.c.call_id).where(tool_calls.c.session_id.in_(session_ids))
    calls = {(owner, call_id) for owner, call_id in db.execute(of_sessions)}
    rows = db.execute(select(outbox).where(outbox.c.body != "").execution_options(yield_per=1000)).mappings()
    about = [row for row in rows if row["recipient"] in person.identities or _is_about(row, person, calls)]
    for row in about:
        state = "cancelled" if row["state"] == "waiting" else row["state"]
        erased = {"recipient": "", "body": "", "state": state}
        db.execute(update(outbox).where(outbox.c.id == row["id"]).values(erased))
    return len(about)


def _is_about(message: RowMapping, person: Person, calls: set[tuple[str, str]]) -> bool:
    return (message["owner"], message["call_id"]) in calls or person.is_named_in(
        f"{message['recipient']} {message['body']}"
    )


def _erase_texts(db: Connection, table: Table, blank: dict[str, Any], person: Person, session_ids: list[str]) -> int:
    rows = db.execute(select(table).where(table.c.reason != "").execution_options(yield_per=1000)).mappings()
    ids = [
        row["id"]
        for row in rows
        if row["session_id"] in session_ids or any(person.is_named_in(row[name]) for name in blank)
    ]
    db.execute(update(table).where(table.c.id.in_(ids)).values(blank))
    return len(ids)


def _erase_tries(db: Connection, person: Person, session_ids: list[str]) -> int:
    db.execute(delete(verification_locks).where(verification_locks.c.identity.in_(person.identities)))
    db.execute(update(sessions).where(sessions.c.id.in_(session_ids)).values(client=None))
    tries = verification_tries.c
    theirs = or_(tries.identity.in_(person.identities), tries.session_id.in_(session_ids))
    return db.execute(delete(verification_tries).where(theirs)).rowcount
