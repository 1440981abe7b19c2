"""Figures over the journal, one row a tool: how many, how they failed, how long they took.

Whole hours are read as they were rolled up; what is left at both ends of the range, and what is not rolled up yet, is
read from the calls themselves.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, select

from toolserver.calls.call import Outcome
from toolserver.storage.audit import REPLAYS, RUNNING, WITH_REPLAYS, Wanted, conditions
from toolserver.storage.latency import percentiles, step, took_ms
from toolserver.storage.rollup import HOUR, REPLAYED, floor_hour, of_its_call, rolled_until, uncounted_replays
from toolserver.storage.tables import hourly_counts, hourly_latencies, tool_calls


@dataclass(frozen=True)
class Range:
    """From `since` on, before `until`; of one tool, or of all."""

    since: datetime
    until: datetime
    tool: str | None = None


@dataclass(frozen=True)
class Figures:
    """One tool's calls. Percentiles (nearest rank, within 1 %) are of settled calls only."""

    tool: str
    calls: int
    succeeded: int
    failures: dict[str, int]  # by error code
    ms: dict[int, int]  # by percentile; empty when none was settled
    replays: int


@dataclass
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    ms: Counter[int] = field(default_factory=Counter)
    replays: int = 0


class _Tallies(dict[str, _Tally]):
    def __missing__(self, tool: str) -> _Tally:
        return self.setdefault(tool, _Tally())

    def count(self, tool: str, outcome: str, error_code: str, calls: int) -> None:
        """So many calls that ended so, or so many replays."""
        if outcome == REPLAYED:
            self[tool].replays += calls
            return
        self[tool].outcomes[outcome] += calls
        if error_code:
            self[tool].failures[error_code] += calls


def figures(db: Connection, wanted: Range) -> list[Figures]:
    """The figures of each tool that was called, by name."""
    tallies, hours = _Tallies(), _whole_hours(wanted, rolled_until(db))
    if hours is not None:
        _add_hours(db, tallies, hours)
    for rest in _around(wanted, hours):
        _add_calls(db, tallies, rest)
    return [_figures(tool, tallies[tool]) for tool in sorted(tallies) if tallies[tool].outcomes]


def _whole_hours(wanted: Range, until: datetime | None) -> Range | None:
    """Those within the range that are rolled up."""
    if until is None:
        return None
    first = floor_hour(wanted.since)
    first = first if first == wanted.since else first + HOUR
    end = min(floor_hour(wanted.until), until)
    return Range(first, end, wanted.tool) if first < end else None


def _around(wanted: Range, hours: Range | None) -> Iterator[Range]:
    if hours is None:
        yield wanted
        return
    yield replace(wanted, until=hours.since)
    yield replace(wanted, since=hours.until)


def _add_hours(db: Connection, tallies: _Tallies, hours: Range) -> None:
    counts, latencies = hourly_counts.c, hourly_latencies.c
    by_outcome = select(counts.tool, counts.outcome, counts.error_code, func.sum(counts.calls))
    grouped = by_outcome.where(*_within(hourly_counts, hours)).group_by(counts.tool, counts.outcome, counts.error_code)
    for tool, outcome, error_code, calls in db.execute(grouped):
        tallies.count(tool, outcome, error_code, int(calls))
    by_ms = select(latencies.tool, latencies.ms, func.sum(latencies.calls)).where(*_within(hourly_latencies, hours))
    for tool, ms, calls in db.execute(by_ms.group_by(latencies.tool, latencies.ms)):
        tallies[tool].ms[ms] += int(calls)
    _add_late_replays(db, tallies, hours)


def _within(table: Table, hours: Range) -> list[ColumnElement[bool]]:
    within = [table.c.hour >= hours.since, table.c.hour < hours.until]
    return within if hours.tool is None else [*within, table.c.tool == hours.tool]


def _add_late_replays(db: Connection, tallies: _Tallies, hours: Range) -> None:
    """Those that no hour has been told of yet."""
    called_at = of_its_call("called_at")
    for late in db.execute(uncounted_replays().where(called_at >= hours.since, called_at < hours.until)):
        if hours.tool in (None, late.tool):
            tallies[late.tool].replays += late.replays - late.counted


def _add_calls(db: Connection, tallies: _Tallies, rest: Range) -> None:
    if rest.since >= rest.until:
        return
    calls, ms = tool_calls.c, took_ms(db).label("ms")
    by = (calls.tool, func.coalesce(calls.outcome, RUNNING), func.coalesce(calls.error_code, ""), ms)
    rows = select(*by, func.count(), func.sum(REPLAYS)).select_from(WITH_REPLAYS)
    met = conditions(Wanted(rest.since, rest.until, tool=rest.tool))
    for tool, outcome, error_code, took, count, replays in db.execute(rows.where(*met).group_by(*by)):
        tallies.count(tool, outcome, error_code, count)
        tallies[tool].replays += int(replays)
        if outcome != RUNNING:
            tallies[tool].ms[step(took)] += count


def _figures(tool: str, tally: _Tally) -> Figures:
    return Figures(
        tool,
        calls=tally.outcomes.total(),
        succeeded=tally.outcomes[Outcome.SUCCEEDED],
        failures=dict(sorted(tally.failures.items())),
        ms=percentiles(tally.ms),
        replays=tally.replays,
    )
