"""The journal's figures by the hour, so that nobody has to read the whole of it for them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, ScalarSelect, Select, Table, bindparam, func, insert, select, update

from toolserver.storage.inserts import insert_into
from toolserver.storage.journal import insert_if_absent
from toolserver.storage.latency import step, took_ms
from toolserver.storage.tables import call_replays, hourly_counts, hourly_latencies, rollups, tool_calls

REPLAYED: Final = "replayed"
HOUR: Final = timedelta(hours=1)
GRACE: Final = timedelta(minutes=15)  # no tool takes longer: what an hour holds is final by then
_IS_SAME_CALL: Final = (call_replays.c.owner == tool_calls.c.owner) & (call_replays.c.call_id == tool_calls.c.call_id)
_NAME: Final = "calls"
_REPLAYS_AT_ONCE: Final = 25


@dataclass(frozen=True)
class Hour:
    """An hour that nothing can be added to any more, and up to which the calls were rolled up before."""

    start: datetime
    rolled_until: datetime | None


@dataclass(frozen=True)
class HourFigures:
    """The rows of one hour, as they are kept."""

    hour: Hour
    counts: Sequence[dict[str, Any]]
    latencies: Sequence[dict[str, Any]]


def floor_hour(moment: datetime) -> datetime:
    """The hour it is in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def rolled_until(db: Connection) -> datetime | None:
    """Calls made before are in the hourly tables; None when nothing is yet."""
    return db.execute(select(rollups.c.rolled_until).where(rollups.c.name == _NAME)).scalar_one_or_none()


def next_hour(db: Connection, now: datetime) -> Hour | None:
    """The next hour with calls, if it is over and all its calls have ended."""
    until, calls = rolled_until(db), tool_calls.c
    later = [] if until is None else [calls.called_at >= until]
    first = db.execute(select(func.min(calls.called_at)).where(*later)).scalar_one()
    if first is None or floor_hour(first) + HOUR + GRACE > now:
        return None
    running = select(calls.call_id).where(calls.outcome.is_(None), calls.called_at < floor_hour(first) + HOUR)
    if db.execute(running.limit(1)).first() is not None:
        return None
    return Hour(floor_hour(first), until)


def hour_figures(db: Connection, hour: Hour) -> HourFigures:
    """Read what happened in it, once. It is over, so nothing of it changes until it is kept."""
    calls, ms = tool_calls.c, took_ms(db).label("ms")
    by = (calls.tool, calls.outcome, func.coalesce(calls.error_code, "").label("error_code"), ms)
    within = (calls.called_at >= hour.start, calls.called_at < hour.start + HOUR)
    counts: Counter[tuple[str, str, str]] = Counter()
    latencies: Counter[tuple[str, int]] = Counter()
    for tool, outcome, code, took, count in db.execute(select(*by, func.count()).where(*within).group_by(*by)):
        counts[tool, outcome, code] += count
        latencies[tool, step(took)] += count
    return HourFigures(
        hour,
        _rows(hour, ("tool", "outcome", "error_code"), counts),
        _rows(hour, ("tool", "ms"), latencies),
    )


def keep(db: Connection, figures: HourFigures) -> bool:
    """Keep them, unless another process was quicker; says whether it did."""
    end = figures.hour.start + HOUR
    if figures.hour.rolled_until is None:
        is_first = insert_if_absent(db, rollups, {"name": _NAME, "rolled_until": end})
    else:
        before = (rollups.c.name == _NAME, rollups.c.rolled_until == figures.hour.rolled_until)
        is_first = db.execute(update(rollups).where(*before).values(rolled_until=end)).rowcount == 1
    if is_first:
        _insert(db, hourly_counts, figures.counts)
        _insert(db, hourly_latencies, figures.latencies)
    return is_first


def count_late_replays(db: Connection) -> int:
    """Add some of the replays of rolled-up calls to their hours, and say of how many calls; none are left at 0."""
    until, replays = rolled_until(db), call_replays.c
    if until is None:
        return 0
    some = uncounted_replays().where(of_its_call("called_at") < until).limit(_REPLAYS_AT_ONCE)
    found = db.execute(some.with_for_update(of=call_replays, skip_locked=True)).all()
    for each in found:
        _add(db, floor_hour(each.called_at), each.tool, each.replays - each.counted)
    counted = update(call_replays).where(
        replays.owner == bindparam("its_owner"), replays.call_id == bindparam("its_id")
    )
    if found:
        its = [{"its_owner": each.owner, "its_id": each.call_id, "now": each.replays} for each in found]
        db.execute(counted.values(counted=bindparam("now")), its)
    return len(found)


def uncounted_replays() -> Select[Any]:
    """Those that no hour has been told of, with tool and time of their call: few, by an index of them alone."""
    columns = (call_replays.c[name] for name in ("owner", "call_id", "replays", "counted"))
    its = (of_its_call(name).label(name) for name in ("tool", "called_at"))
    return select(*columns, *its).where(call_replays.c.replays > call_replays.c.counted)


def of_its_call(name: str) -> ScalarSelect[Any]:
    """A column of the call: not by a join, which SQLite would begin at the calls."""
    return select(tool_calls.c[name]).where(_IS_SAME_CALL).scalar_subquery()


def _add(db: Connection, hour: datetime, tool: str, replays: int) -> None:
    row = {"hour": hour, "tool": tool, "outcome": REPLAYED, "error_code": "", "calls": replays}
    adding = insert_into(db.dialect.name, hourly_counts).values(row)
    more = {"calls": hourly_counts.c.calls + adding.excluded.calls}
    db.execute(adding.on_conflict_do_update(index_elements=hourly_counts.primary_key, set_=more))


def _rows(hour: Hour, names: Sequence[str], counted: Counter[Any]) -> list[dict[str, Any]]:
    return [
        {**dict(zip(names, key, strict=True)), "hour": hour.start, "calls": calls} for key, calls in counted.items()
    ]


def _insert(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)
