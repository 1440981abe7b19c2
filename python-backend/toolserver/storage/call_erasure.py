"""Erasing what the journal knows about one person; that calls were made and how they ended stays.

A call_id that names the person is replaced wherever it stands. Within a session nobody can repeat it, because the
session is ended; outside sessions a keyed digest is kept for a while, by which a repetition is refused.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, and_, or_, select, update
from sqlalchemy.sql.base import Executable

from toolserver.calls.call import SERVICE
from toolserver.storage.call_keys import load_service_keys
from toolserver.storage.journal import ERASED, insert_if_absent
from toolserver.storage.pages import pages
from toolserver.storage.sessions import end_session
from toolserver.storage.tables import call_replays, confirmations, erased_calls, outbox, tool_calls
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.person import Person


@dataclass(frozen=True)
class _Gone:
    """A call that has something to erase, and the call_id it has from now on."""

    owner: str
    call_id: str
    session_id: str | None
    agent: str | None
    new_call_id: str

    @property
    def is_renamed(self) -> bool:
        return self.call_id != self.new_call_id


@dataclass(frozen=True)
class Business:
    """Whose customer is erased, and which others are left what they know."""

    key: str
    others: frozenset[str] = frozenset()

    def reaches(self, table: Table) -> ColumnElement[bool]:
        """Rows that are not about one of the others; what is about nobody's business is reached, too."""
        return or_(table.c.scenario.is_(None), table.c.scenario.not_in(self.others))


def erase_calls(engine: Engine, business: Business, person: Person, session_ids: Collection[str], now: datetime) -> int:
    """What was asked and answered in these sessions, and wherever the person is named; says of how many calls.

    Of what services asked outside sessions every answer that is still kept goes, whomever it was about: an address
    that was replaced since names nobody. A call that runs is left to end.
    """
    calls = tool_calls.c
    columns = (calls.owner, calls.call_id, calls.session_id, calls.agent, calls.fingerprint)
    all_settled = select(*columns, calls.arguments, calls.answer).where(calls.outcome.is_not(None))
    settled = all_settled.where(business.reaches(tool_calls))
    erased = 0
    for rows in pages(engine, settled, calls.owner, calls.call_id):
        gone = [_gone(row, person) for row in rows if _has_traces(row, person, session_ids)]
        if gone:
            with engine.begin() as db:
                _erase(db, gone, now)
        erased += len(gone)
    return erased


def _has_traces(call: Row[Any], person: Person, session_ids: Collection[str]) -> bool:
    if person.is_named_in(call.call_id, call.agent, call.arguments, call.answer):
        return True
    if call.session_id is None:
        return call.answer is not None
    return call.session_id in session_ids and call.fingerprint != ERASED


def _gone(call: Row[Any], person: Person) -> _Gone:
    new_call_id = new_id("ERASED") if person.is_named_in(call.call_id) else call.call_id
    agent = None if person.is_named_in(call.agent) else call.agent
    return _Gone(call.owner, call.call_id, call.session_id, agent, new_call_id)


def _erase(db: Connection, gone: Iterable[_Gone], now: datetime) -> None:
    for call in gone:
        blank = {"fingerprint": ERASED, "answer": None, "arguments": None, "agent": call.agent}
        this = (tool_calls.c.owner == call.owner, tool_calls.c.call_id == call.call_id)
        db.execute(update(tool_calls).where(*this).values(**blank, call_id=call.new_call_id))
        if call.is_renamed:
            _rename_elsewhere(db, call)
            _refuse_from_now_on(db, call, now)


def _rename_elsewhere(db: Connection, call: _Gone) -> None:
    replays, messages = call_replays.c, outbox.c
    owned = or_(messages.owner == call.owner, messages.owner.is_(None))  # an older release did not say whose it was
    made_within = and_(tool_calls.c.owner == call.owner, tool_calls.c.parent_call_id == call.call_id)
    renamings: tuple[Executable, ...] = (
        update(tool_calls).where(made_within).values(parent_call_id=call.new_call_id),
        update(call_replays)
        .where(replays.owner == call.owner, replays.call_id == call.call_id)
        .values(call_id=call.new_call_id),
        update(outbox).where(and_(owned, messages.call_id == call.call_id)).values(call_id=call.new_call_id),
        update(confirmations)
        .where(confirmations.c.used_by == f"{call.owner} {call.call_id}")
        .values(used_by=f"{call.owner} {call.new_call_id}"),
    )
    for renaming in renamings:
        db.execute(renaming)


def _refuse_from_now_on(db: Connection, call: _Gone, now: datetime) -> None:
    if call.session_id is not None:
        end_session(db, call.session_id, now)
        return
    digest = load_service_keys(db).digest_of(SERVICE, call.call_id)
    insert_if_absent(db, erased_calls, {"digest": digest, "erased_at": now})
