"""Figures of hours that were rolled up are those of the calls themselves, whatever range is asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from tests.storage.journals import answer_again, fill, settled, spread
from toolserver.execution.rollup import roll_up
from toolserver.storage import rollup
from toolserver.storage.analytics import Figures, Range, figures
from toolserver.storage.database import Database
from toolserver.storage.replays import count_replay
from toolserver.storage.tables import hourly_counts, rollups, tool_calls

START = datetime(2026, 11, 21, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = START + 12 * HOUR
RANGES = [
    (START, START + 8 * HOUR),
    (START + timedelta(minutes=7), START + timedelta(hours=5, minutes=41)),
    (START + timedelta(minutes=7), START + timedelta(minutes=9)),
    (START + timedelta(minutes=59), START + timedelta(hours=1, minutes=1)),
    (START - 100 * HOUR, START + 100 * HOUR),
    (START + 3 * HOUR, START + 3 * HOUR),
    (START + 5 * HOUR, START + 2 * HOUR),
]


def seen(database: Database, since: datetime, until: datetime, tool: str | None = None) -> list[Figures]:
    """What /analytics says."""
    with database.engine.connect() as db:
        return figures(db, Range(since, until, tool))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_range_has_the_figures_that_its_calls_have(prepared: Database, seed: int) -> None:
    fill(prepared, spread(START, 8, seed))
    for number, replays in ((3, 1), (40, 7), (300, 2)):
        answer_again(prepared, f"call-{number}", replays)
    before = [seen(prepared, *each, tool) for each in RANGES for tool in (None, "payOut")]
    await roll_up(prepared, START + timedelta(hours=6, minutes=20))
    half = [seen(prepared, *each, tool) for each in RANGES for tool in (None, "payOut")]
    await roll_up(prepared, LATER)

    assert half == before
    assert [seen(prepared, *each, tool) for each in RANGES for tool in (None, "payOut")] == before


async def test_whole_hours_are_not_read_from_the_calls(prepared: Database) -> None:
    fill(prepared, spread(START, 8, seed=4))
    before = seen(prepared, START, START + 8 * HOUR)
    await roll_up(prepared, LATER)
    with prepared.engine.begin() as db:
        db.execute(delete(tool_calls))

    assert seen(prepared, START, START + 8 * HOUR) == before


async def test_percentiles_are_exact_below_256_ms_and_within_one_percent_above(prepared: Database) -> None:
    for took_ms in (0, 7, 255, 256, 300, 999, 4_321, 59_999, 700_000):
        with prepared.engine.begin() as db:
            db.execute(delete(tool_calls))
        fill(prepared, [settled(1, START, took_ms)])
        (found,) = seen(prepared, START, START + HOUR)

        assert found.ms[50] == (took_ms if took_ms < 256 else pytest.approx(took_ms, rel=0.01))


async def test_an_hour_waits_for_its_last_call(prepared: Database) -> None:
    fill(prepared, [settled(1, START, 5), settled(2, START, 5, outcome=None, answer=None, settled_at=None)])
    await roll_up(prepared, LATER)
    with prepared.engine.begin() as db:
        rolled_early = db.execute(select(rollups)).all()
        ended = {"outcome": "succeeded", "settled_at": START + timedelta(milliseconds=9)}
        db.execute(update(tool_calls).where(tool_calls.c.call_id == "call-2").values(ended))
    await roll_up(prepared, LATER)

    assert rolled_early == []
    (found,) = seen(prepared, START, START + HOUR)
    assert (found.calls, found.succeeded, found.ms[99]) == (2, 2, 9)


async def test_an_hour_that_may_still_get_calls_is_left_alone(prepared: Database) -> None:
    fill(prepared, [settled(1, START, 5)])
    await roll_up(prepared, START + HOUR + timedelta(minutes=14))

    with prepared.engine.connect() as db:
        assert db.execute(select(hourly_counts)).all() == []


async def test_an_answer_that_is_given_again_after_its_hour_was_rolled_up_counts_once(prepared: Database) -> None:
    fill(prepared, [settled(1, START, 5)])
    counted = []
    for _ in range(3):
        await roll_up(prepared, LATER)
        await prepared.write(lambda db: count_replay(db, "service", "call-1"))
        counted.append(seen(prepared, START, START + HOUR)[0].replays)
    await roll_up(prepared, LATER)

    assert [*counted, seen(prepared, START, START + HOUR)[0].replays] == [1, 2, 3, 3]


async def test_two_processes_roll_an_hour_up_once(prepared: Database) -> None:
    fill(prepared, spread(START, 1, seed=5, count=20))
    hour = await prepared.read(lambda db: rollup.next_hour(db, LATER))
    assert hour is not None
    found = await prepared.read(lambda db: rollup.hour_figures(db, hour))
    kept = [await prepared.write(lambda db: rollup.keep(db, found)) for _ in range(2)]

    assert kept == [True, False]
    with prepared.engine.connect() as db:
        assert db.execute(select(func.sum(hourly_counts.c.calls))).scalar_one() == 20
