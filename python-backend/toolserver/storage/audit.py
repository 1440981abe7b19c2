"""The journal as an audit: who called which tool when, and how it ended, newest first."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
)

from toolserver.storage.tables import UtcDateTime, call_replays, tool_calls

RUNNING: Final = "running"
_EQUAL: Final = ("owner", "session_id", "tool", "scenario", "parent_call_id")
_SHOWN: Final = [column for column in tool_calls.c if column is not tool_calls.c.answer]
REPLAYS: Final = func.coalesce(call_replays.c.replays, 0).label("replays")


@dataclass(frozen=True)
class Wanted:
    """Which calls; None means all."""

    since: datetime | None = None
    until: datetime | None = None
    session_id: str | None = None
    tool: str | None = None
    outcome: str | None = None  # an Outcome, or RUNNING
    scenario: str | None = None
    parent_call_id: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a call stands in the journal: calls that come later never move it."""

    called_at: datetime
    owner: str
    call_id: str


@dataclass(frozen=True)
class AuditRecord:
    """One call. `error_code` is that of a call that did not succeed."""

    place: Place
    tool: str
    session_id: str | None
    agent: str | None
    scenario: str | None
    parent_call_id: str | None
    attempt: int
    outcome: str
    error_code: str | None
    arguments: dict[str, object] | None  # masked; None where they are not known any more
    settled_at: datetime | None
    replays: int


def page(db: Connection, wanted: Wanted, after: Place | None, most: int) -> list[AuditRecord]:
    """At most so many calls, newest first; `after` is where the page before ended."""
    key = (tool_calls.c.called_at, tool_calls.c.owner, tool_calls.c.call_id)
    query: Select[Any] = select(*_SHOWN, REPLAYS).select_from(WITH_REPLAYS).where(*conditions(wanted))
    if after is not None:
        called_at = literal(after.called_at, UtcDateTime())
        query = query.where(tuple_(*key) < tuple_(called_at, after.owner, after.call_id))
    newest_first = query.order_by(*(column.desc() for column in key)).limit(most)
    return [_record(row) for row in db.execute(newest_first).mappings()]


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a call must meet to be wanted."""
    calls = tool_calls.c
    met = [calls[name] == value for name in _EQUAL if (value := getattr(wanted, name)) is not None]
    if wanted.since is not None:
        met.append(calls.called_at >= wanted.since)
    if wanted.until is not None:
        met.append(calls.called_at < wanted.until)
    if wanted.outcome is not None:
        met.append(calls.outcome.is_(None) if wanted.outcome == RUNNING else calls.outcome == wanted.outcome)
    return met


def _with_replays() -> FromClause:
    same = and_(call_replays.c.owner == tool_calls.c.owner, call_replays.c.call_id == tool_calls.c.call_id)
    return tool_calls.outerjoin(call_replays, same)


WITH_REPLAYS: Final = _with_replays()


def _record(row: RowMapping) -> AuditRecord:
    return AuditRecord(
        place=Place(row["called_at"], row["owner"], row["call_id"]),
        tool=row["tool"],
        session_id=row["session_id"],
        agent=row["agent"],
        scenario=row["scenario"],
        parent_call_id=row["parent_call_id"],
        attempt=row["attempt"],
        outcome=row["outcome"] or RUNNING,
        error_code=row["error_code"],
        arguments=None if row["arguments"] is None else json.loads(row["arguments"]),
        settled_at=row["settled_at"],
        replays=row["replays"],
    )
