"""The journal of tool calls: claim, fence, settle, replay. Synchronous functions over a connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import CallIdReused, CallInProgress, FrontdeskError
from toolserver.storage.tables import session_facts, tool_calls

_LEASE_MARGIN = timedelta(seconds=5)


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


@dataclass(frozen=True)
class Claim:
    """The right of one attempt to settle one call."""

    entry: Entry
    attempt: int


def claim(db: Connection, entry: Entry, now: datetime, timeout_s: float) -> Claim | Settled:
    """Claim the call for one attempt, or answer what was settled. Raises CallIdReused and CallInProgress."""
    lease_until = now + timedelta(seconds=timeout_s) + _LEASE_MARGIN
    row = {**_row(entry), "attempt": 1, "lease_until": lease_until, "called_at": now}
    if insert_if_absent(db, tool_calls, row):
        return Claim(entry, 1)
    known = _known(db, entry, lock=True)
    if known is None:
        raise CallInProgress("the claim was just released; try again", retry_after_s=1)
    settled = _settled(known)
    if settled is not None:
        return settled
    if known["lease_until"] > now:
        left_s = max(1, round((known["lease_until"] - now).total_seconds()))
        raise CallInProgress(f"call {entry.call_id!r} is still running", retry_after_s=min(left_s, 1))
    attempt = known["attempt"] + 1
    db.execute(update(tool_calls).where(*_is(entry)).values(attempt=attempt, lease_until=lease_until))
    return Claim(entry, attempt)


def replay(db: Connection, entry: Entry) -> Settled | None:
    """What was settled under this id, if anything. Raises CallIdReused."""
    known = _known(db, entry, lock=False)
    return None if known is None else _settled(known)


def hold(db: Connection, held: Claim) -> None:
    """Make sure this attempt still owns the call; the row stays locked until the commit. Raises ClaimLost."""
    mine = (*_is(held.entry), tool_calls.c.attempt == held.attempt, tool_calls.c.outcome.is_(None))
    if db.execute(update(tool_calls).where(*mine).values(attempt=held.attempt)).rowcount != 1:
        raise ClaimLost(f"another attempt owns call {held.entry.call_id!r}")


def settle(db: Connection, held: Claim, settled: Settled, now: datetime) -> Settled:
    """Record how the call ended, in the transaction of its effects. Raises ClaimLost."""
    mine = (*_is(held.entry), tool_calls.c.attempt == held.attempt, tool_calls.c.outcome.is_(None))
    values = {"outcome": settled.outcome, "answer": settled.answer, "settled_at": now}
    if db.execute(update(tool_calls).where(*mine).values(values)).rowcount != 1:
        raise ClaimLost(f"another attempt owns call {held.entry.call_id!r}")
    return settled


def record(db: Connection, entry: Entry, settled: Settled, called_at: datetime, now: datetime) -> Settled:
    """Record a read's outcome; of parallel duplicates all get the answer stored first."""
    row = {**_row(entry), "attempt": 1, "lease_until": now, "called_at": called_at, "settled_at": now}
    if insert_if_absent(db, tool_calls, {**row, "outcome": settled.outcome, "answer": settled.answer}):
        return settled
    first = replay(db, entry)
    if first is None:
        raise CallInProgress(f"call {entry.call_id!r} is still running", retry_after_s=1)
    return first


def free_claims(db: Connection) -> None:
    """End the leases of a process that is gone: only for a lone process at its start."""
    unsettled = update(tool_calls).where(tool_calls.c.outcome.is_(None))
    db.execute(unsettled.values(lease_until=tool_calls.c.called_at))


def settle_abandoned(db: Connection, settled: Settled, over_since: datetime, now: datetime) -> Sequence[str]:
    """Record this outcome for calls whose lease was over by then; answers their ids. Skips what is being settled."""
    over = (tool_calls.c.outcome.is_(None), tool_calls.c.lease_until <= over_since)
    keys = select(tool_calls.c.owner, tool_calls.c.call_id).where(*over).with_for_update(skip_locked=True)
    ending = update(tool_calls).where(tuple_(tool_calls.c.owner, tool_calls.c.call_id).in_(keys), *over)
    values = {"outcome": settled.outcome, "answer": settled.answer, "settled_at": now}
    return db.execute(ending.values(values).returning(tool_calls.c.call_id)).scalars().all()


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
    dialect_insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    new = dialect_insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return db.execute(new).first() is not None


def _row(entry: Entry) -> dict[str, object]:
    return {
        "owner": entry.owner,
        "call_id": entry.call_id,
        "tool": entry.tool,
        "fingerprint": entry.fingerprint,
        "session_id": entry.session_id,
        "agent": entry.agent,
    }


def _is(entry: Entry) -> tuple[ColumnElement[bool], ...]:
    return (tool_calls.c.owner == entry.owner, tool_calls.c.call_id == entry.call_id)


def _known(db: Connection, entry: Entry, *, lock: bool) -> RowMapping | None:
    query = select(tool_calls).where(*_is(entry))
    known = db.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if known is not None and known["fingerprint"] != entry.fingerprint:
        raise CallIdReused(f"call_id {entry.call_id!r} was used for another call")
    return known


def _settled(known: RowMapping) -> Settled | None:
    if known["outcome"] is None:
        return None
    return Settled(Outcome(known["outcome"]), known["answer"], replayed=True)
