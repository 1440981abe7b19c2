"""Figures over the journal, one row a tool: how many, how they failed, how long they took."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Float, case, cast, extract, func, select

from toolserver.calls.call import Outcome
from toolserver.storage.audit import REPLAYS, WITH_REPLAYS, Wanted, conditions
from toolserver.storage.tables import tool_calls

PERCENTILES: Final = (50, 95, 99)
_MS_A_DAY: Final = 86_400_000


@dataclass(frozen=True)
class Figures:
    """One tool's calls. Percentiles (nearest rank) are of settled calls only."""

    tool: str
    calls: int
    succeeded: int
    failures: dict[str, int]  # by error code
    ms: dict[int, int]  # by percentile; empty when none was settled
    replays: int


def figures(db: Connection, wanted: Wanted) -> list[Figures]:
    """The figures of each tool that was called, by name."""
    met = conditions(wanted)
    ms, failures = _percentiles(db, met), _failures(db, met)
    succeeded = func.count(case((tool_calls.c.outcome == Outcome.SUCCEEDED, 1)))
    counts = select(tool_calls.c.tool, func.count(), succeeded, func.sum(REPLAYS)).select_from(WITH_REPLAYS)
    rows = db.execute(counts.where(*met).group_by(tool_calls.c.tool).order_by(tool_calls.c.tool))
    return [
        Figures(tool, calls, well, failures[tool], ms.get(tool, {}), int(replays))
        for tool, calls, well, replays in rows
    ]


def _failures(db: Connection, met: list[ColumnElement[bool]]) -> defaultdict[str, dict[str, int]]:
    tool, code = tool_calls.c.tool, tool_calls.c.error_code
    failed = select(tool, code, func.count()).where(*met, code.is_not(None)).group_by(tool, code).order_by(code)
    counted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, error_code, count in db.execute(failed):
        counted[name][error_code] = count
    return counted


def _percentiles(db: Connection, met: list[ColumnElement[bool]]) -> dict[str, dict[int, int]]:
    tool, took = tool_calls.c.tool, _took_ms(db)
    rank = func.row_number().over(partition_by=tool, order_by=took).label("rank")
    count = func.count().over(partition_by=tool).label("count")
    settled = (*met, tool_calls.c.settled_at.is_not(None))
    ranked = select(tool, took.label("ms"), rank, count).where(*settled).subquery()
    columns = [_at_rank(ranked.c, percentile) for percentile in PERCENTILES]
    rows = db.execute(select(ranked.c.tool, *columns).group_by(ranked.c.tool))
    return {row[0]: dict(zip(PERCENTILES, map(round, row[1:]), strict=True)) for row in rows}


def _at_rank(ranked: Any, percentile: int) -> ColumnElement[float]:
    nearest = (ranked["count"] * percentile + 99) // 100
    return func.max(case((ranked["rank"] == nearest, ranked.ms)))


def _took_ms(db: Connection) -> ColumnElement[float]:
    """Milliseconds between the call and its outcome; the databases count time differently."""
    called_at, settled_at = tool_calls.c.called_at, tool_calls.c.settled_at
    if db.dialect.name == "postgresql":
        return cast(extract("epoch", settled_at - called_at) * 1000, Float)
    return cast((func.julianday(settled_at) - func.julianday(called_at)) * _MS_A_DAY, Float)
