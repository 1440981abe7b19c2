"""The journal of tool calls: claim, fence, settle, replay. Synchronous functions over a connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Insert, Select, Table, Update, bindparam, select, tuple_, update

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import CallIdReused, CallInProgress, FrontdeskError, ResultExpired
from toolserver.storage.inserts import insert_into
from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import erased_calls, session_facts, tool_calls

_LEASE_MARGIN: Final = timedelta(seconds=5)
_SETTLED_AT_ONCE: Final = 100  # of abandoned calls: a short transaction
ERASED: Final = "erased"  # as a fingerprint no call has it: who repeats the call_id is refused


class ClaimLost(FrontdeskError):
    """Another attempt owns the call now; this one must leave no trace."""


@dataclass(frozen=True)
class Entry:
    """What identifies a call in the journal, and what is recorded with it."""

    owner: str
    call_id: str
    tool: str
    fingerprint: str
    session_id: str | None
    agent: str | None
    scenario: str | None = None
    parent_call_id: str | None = None  # of the same owner: the call within which this one was made
    digest: str | None = None  # by which the call_id is known again after it was erased


@dataclass(frozen=True)
class NewCall:
    """A call as it first comes into the journal."""

    entry: Entry
    arguments: str  # JSON, masked
    called_at: datetime


@dataclass(frozen=True)
class Claim:
    """The right of one attempt to settle one call."""

    entry: Entry
    attempt: int


def claim(db: Connection, new: NewCall, timeout_s: float) -> Claim | None:
    """Claim a call that nobody has claimed before; None when somebody has. One statement."""
    row = {**_row(new), "lease_until": _lease_until(new.called_at, timeout_s)}
    return Claim(new.entry, 1) if _INSERT.rows(db, row) else None


def take_over(db: Connection, entry: Entry, now: datetime, timeout_s: float) -> Claim | Settled:
    """Claim the next attempt at a call, or answer what was settled. Raises what says that neither can be."""
    known = _known(db, entry, _FIND_LOCKED)
    if known is None:
        _refuse_erased(db, entry)
        raise CallInProgress("the claim was just released; try again", retry_after_s=1)
    settled = _settled(known)
    if settled is not None:
        return settled
    if known["lease_until"] > now:
        left_s = max(1, round((known["lease_until"] - now).total_seconds()))
        raise CallInProgress(f"call {entry.call_id!r} is still running", retry_after_s=min(left_s, 1))
    attempt = known["attempt"] + 1
    again = update(tool_calls).where(*_is(entry))
    db.execute(again.values(attempt=attempt, lease_until=_lease_until(now, timeout_s)))
    return Claim(entry, attempt)


def replay(db: Connection, entry: Entry) -> Settled | None:
    """What was settled under this id, if anything. One statement. Raises CallIdReused and ResultExpired."""
    known = _known(db, entry, _FIND)
    return None if known is None else _settled(known)


def winner(db: Connection, entry: Entry) -> Settled | None:
    """What another attempt settled, if it did. Raises what `replay` raises, also for a call_id that was erased."""
    settled = replay(db, entry)
    if settled is None:
        _refuse_erased(db, entry)
    return settled


def settle(db: Connection, held: Claim, settled: Settled, now: datetime) -> Settled:
    """Record how the call ended, in the transaction of its effects. Raises ClaimLost: then nothing may be committed."""
    mine = {"this_owner": held.entry.owner, "this_call_id": held.entry.call_id, "this_attempt": held.attempt}
    if _SETTLE.count(db, {**mine, **_ended(settled, now)}) != 1:
        raise ClaimLost(f"another attempt owns call {held.entry.call_id!r}")
    return settled


def record(db: Connection, new: NewCall, settled: Settled, now: datetime) -> Settled | None:
    """Record a read's outcome; None when a parallel duplicate was first. One statement."""
    row = {**_row(new), "lease_until": now, **_ended(settled, now)}
    return settled if _INSERT.rows(db, row) else None


def free_claims(db: Connection) -> None:
    """End the leases of a process that is gone: only for a lone process at its start."""
    unsettled = update(tool_calls).where(tool_calls.c.outcome.is_(None))
    db.execute(unsettled.values(lease_until=tool_calls.c.called_at))


def settle_abandoned(
    db: Connection, settled: Settled, over_since: datetime, now: datetime
) -> Sequence[tuple[str, str]]:
    """Record this outcome for some calls whose lease was over by then; answers their owners and ids.

    Skips what is being settled; none are left when it answers none.
    """
    calls = tool_calls.c
    key, over = (calls.owner, calls.call_id), (calls.outcome.is_(None), calls.lease_until <= over_since)
    some = select(*key).where(*over).order_by(calls.called_at).limit(_SETTLED_AT_ONCE)
    ending = update(tool_calls).where(tuple_(*key).in_(some.with_for_update(skip_locked=True)), *over)
    ended = db.execute(ending.values(_ended(settled, now)).returning(*key))
    return [(owner, call_id) for owner, call_id in ended]


def hide_arguments(db: Connection, entry: Entry, arguments: str) -> None:
    """Record less of what was asked."""
    db.execute(update(tool_calls).where(*_is(entry)).values(arguments=arguments))


def add_facts(db: Connection, session_id: str, facts: tuple[str, ...]) -> None:
    """Remember what this session has got from its tools."""
    for fact in facts:
        insert_if_absent(db, session_facts, {"session_id": session_id, "fact": fact})


def facts_of(db: Connection, session_id: str) -> frozenset[str]:
    """What this session has got from its tools so far."""
    mine = select(session_facts.c.fact).where(session_facts.c.session_id == session_id)
    return frozenset(db.execute(mine).scalars())


def insert_if_absent(db: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert unless the key is taken; says whether it did. Waits for a parallel insert of the same key."""
    return db.execute(_insert_if_absent(db.dialect.name, table).values(row)).first() is not None


def _insert_if_absent(dialect: str, table: Table) -> Insert:
    return insert_into(dialect, table).on_conflict_do_nothing().returning(*table.primary_key)


def _insert_new(dialect: str) -> Insert:
    """Unless the key is taken, also by a call that was erased."""
    row = select(*(bindparam(column.name, type_=column.type) for column in tool_calls.c))
    unless = row.where(~_is_erased(bindparam("digest")).exists())
    inserting = insert_into(dialect, tool_calls).from_select(tool_calls.c.keys(), unless)
    return inserting.on_conflict_do_nothing().returning(*tool_calls.primary_key)


def _is_erased(digest: object) -> Select[Any]:
    return select(erased_calls.c.digest).where(erased_calls.c.digest == digest)


def _find(_dialect: str) -> Select[Any]:
    is_it = (tool_calls.c.owner == bindparam("owner"), tool_calls.c.call_id == bindparam("call_id"))
    return select(tool_calls).where(*is_it)


def _settle_attempt(_dialect: str) -> Update:
    calls = tool_calls.c
    is_it = (calls.owner == bindparam("this_owner"), calls.call_id == bindparam("this_call_id"))
    is_mine = (calls.attempt == bindparam("this_attempt"), calls.outcome.is_(None))
    return update(tool_calls).where(*is_it, *is_mine).values({name: bindparam(name) for name in _ENDED})


_ENDED: Final = ("outcome", "answer", "error_code", "settled_at")
_RUNNING: Final = {"attempt": 1, **dict.fromkeys(_ENDED)}
_INSERT: Final = Prepared(_insert_new)
_FIND: Final = Prepared(_find)
_FIND_LOCKED: Final = Prepared(lambda dialect: _find(dialect).with_for_update())
_SETTLE: Final = Prepared(_settle_attempt)


def _row(new: NewCall) -> dict[str, object]:
    return {**_RUNNING, **vars(new.entry), "arguments": new.arguments, "called_at": new.called_at}


def _ended(settled: Settled, now: datetime) -> dict[str, object]:
    ended = (settled.outcome.value, settled.answer, settled.error_code, now)
    return dict(zip(_ENDED, ended, strict=True))


def _lease_until(now: datetime, timeout_s: float) -> datetime:
    return now + timedelta(seconds=timeout_s) + _LEASE_MARGIN


def _is(entry: Entry) -> tuple[ColumnElement[bool], ...]:
    return (tool_calls.c.owner == entry.owner, tool_calls.c.call_id == entry.call_id)


def _known(db: Connection, entry: Entry, find: Prepared) -> dict[str, Any] | None:
    known = next(iter(find.rows(db, {"owner": entry.owner, "call_id": entry.call_id})), None)
    if known is not None and known["fingerprint"] != entry.fingerprint:
        raise CallIdReused(f"call_id {entry.call_id!r} was used for another call")
    return known


def _refuse_erased(db: Connection, entry: Entry) -> None:
    if entry.digest is not None and db.execute(_is_erased(entry.digest)).first() is not None:
        raise CallIdReused(f"call_id {entry.call_id!r} was used for another call")


def _settled(known: Mapping[str, Any]) -> Settled | None:
    if known["outcome"] is None:
        return None
    if known["answer"] is None:
        raise ResultExpired(f"the answer to call {known['call_id']!r} is not kept any more; it is not run again")
    return Settled(Outcome(known["outcome"]), known["answer"], replayed=True)
