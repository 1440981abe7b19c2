"""`bench/growth.py`: what two million rows in the journal cost a write, beside sweep, retention and roll-up.

Writes go through the executor, eight at a time, on an empty database and on a full one in turns. Takes some minutes and
a gigabyte of disk: python-backend/.venv/bin/python bench/growth.py [rows]
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from children import BACKEND
from figures import Figure

sys.path.insert(0, str(BACKEND))
from sqlalchemy import text
from tests.databases import own_postgresql, postgresql_answers
from toolserver.calls.call import CallKeys, Sender, ToolCall
from toolserver.execution.context import Parts
from toolserver.execution.executor import Executor
from toolserver.execution.limits import CallLimiter, Limits
from toolserver.execution.quota import StorageQuota
from toolserver.execution.registry import Registry
from toolserver.execution.retention import retention_round
from toolserver.execution.rollup import roll_up, rollup_round
from toolserver.execution.sweep import sweep_round
from toolserver.storage.analytics import Range, figures
from toolserver.storage.database import Database
from toolserver.storage.schema import keys_of_services, prepare

from bench_tools import all_tools
from measure import table

ROWS: Final = 2_000_000
DAYS: Final = 30
AT_ONCE, SECONDS, ROUNDS = 8, 4.0, 9  # short rounds in turns, because a machine has moods
TARGET: Final = "at most 1.5 times"
_COLUMNS: Final = (
    "owner, call_id, tool, fingerprint, session_id, attempt, lease_until, outcome, answer, called_at, settled_at,"
    " arguments, error_code"
)
# A third of the calls in sessions of fifteen; answers are kept of the last two days, so half of them are due to go.
_ROWS: Final = """
SELECT CASE WHEN n % 3 = 0 THEN 'TS-' || n / 45 ELSE 'service' END, {random}, 'bench_write', {random},
    CASE WHEN n % 3 = 0 THEN 'TS-' || n / 45 END, 2, {at}, CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'succeeded' END,
    CASE WHEN n > {rows} - {rows} / 15 THEN '{{"say": "Written.", "row_id": "END-01J"}}' END, {at}, {later},
    '{{"text": "done"}}', CASE WHEN n % 20 = 0 THEN 'declined' END
FROM {numbers} ORDER BY 2
"""
_SQLITE: Final = {
    "random": "lower(hex(randomblob(16)))",
    "at": "strftime('%Y-%m-%d %H:%M:%f000', {start} + n * {step}, 'unixepoch')",
    "later": "strftime('%Y-%m-%d %H:%M:%f000', {start} + n * {step} + (n % 100) / 1000.0, 'unixepoch')",
    "numbers": "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
    " SELECT n FROM numbers)",
}
_POSTGRESQL: Final = {
    "random": "md5(random()::text || n)",
    "at": "to_timestamp({start} + n * {step})",
    "later": "to_timestamp({start} + n * {step} + (n % 100) / 1000.0)",
    "numbers": "generate_series(1, {rows}) AS numbers(n)",
}
_SESSIONS: Final = """
INSERT INTO sessions (id, scenario, grants, created_at, expires_at, due_at)
SELECT session_id, 'bench', '{}', min(called_at), max(called_at), max(called_at) FROM tool_calls
WHERE session_id IS NOT NULL GROUP BY session_id
"""


@dataclass(frozen=True)
class Program:
    """What a toolserver has of it."""

    database: Database
    executor: Executor
    sender: Sender


def main() -> None:
    """SQLite, and PostgreSQL where one answers."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        found += asyncio.run(_measured("SQLite", f"sqlite:///{folder}/empty.db", f"sqlite:///{folder}/full.db", rows))
    if postgresql_answers():
        with own_postgresql() as empty, own_postgresql() as full:
            found += asyncio.run(_measured("PostgreSQL", empty, full, rows))
    sys.stdout.write(table(found))


async def _measured(kind: str, empty_url: str, full_url: str, rows: int) -> list[Figure]:
    with _program(empty_url) as empty, _program(full_url) as full:
        filled_s = _fill(full.database, rows)
        p99_ms: dict[str, list[float]] = {"empty": [], "full": []}
        due = await _answers(full.database)
        for _ in range(ROUNDS):
            for name, program in (("empty", empty), ("full", full)):
                async with _looked_after(program.database):  # those of the other would share disk and event loop
                    p99_ms[name].append(await _load(program))
        forgotten = due - await _answers(full.database)
        await roll_up(full.database, datetime.now(UTC))
        of_a_day = await _analytics_ms(full.database, timedelta(days=1))
        of_all = await _analytics_ms(full.database, timedelta(days=DAYS))
        without, with_rows = (statistics.median(values) for values in p99_ms.values())
        ratio = statistics.median(b / a for a, b in zip(*p99_ms.values(), strict=True))
    return [
        Figure(f"{kind}: filling {rows} rows", filled_s, "s"),
        Figure(f"{kind}: p99 of a write, empty", without, "ms"),
        Figure(f"{kind}: p99 of a write, {rows} rows", with_rows, "ms"),
        Figure(f"{kind}: the latter is", ratio, "times the former (median of the rounds)", TARGET),
        Figure(f"{kind}: answers forgotten beside those writes", forgotten, "rows"),
        Figure(f"{kind}: /analytics of a day", of_a_day, "ms"),
        Figure(f"{kind}: /analytics of {DAYS} days", of_all, "ms"),
    ]


@contextmanager
def _program(url: str) -> Iterator[Program]:
    database = Database(url)
    prepare(database)
    parts = Parts(database, _now, {})
    limiter = CallLimiter(Limits(), Limits(), StorageQuota(1), time.monotonic)
    executor = Executor(Registry(all_tools(), 30), parts, limiter, read_attempts=1)
    keys: CallKeys = keys_of_services(database)
    try:
        yield Program(database, executor, Sender(is_service=True, keys=keys))
    finally:
        database.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _fill(database: Database, rows: int) -> float:
    """One statement; the rows end a minute ago."""
    started, words = time.perf_counter(), _SQLITE if database.is_sqlite else _POSTGRESQL
    step = DAYS * 86_400 / rows
    numbers = {"start": str(time.time() - DAYS * 86_400 - 60), "step": str(step), "rows": str(rows)}
    filled = {name: word.format(**numbers) for name, word in words.items()}
    with database.engine.begin() as db:
        if database.is_sqlite:
            db.exec_driver_sql("PRAGMA cache_size=-500000")
        else:
            db.execute(text("SET LOCAL statement_timeout = 0"))
        db.execute(text(f"INSERT INTO tool_calls ({_COLUMNS}) {_ROWS.format(rows=rows, **filled)}"))
        db.execute(text(_SESSIONS))
        if database.is_sqlite:
            db.exec_driver_sql("PRAGMA cache_size=-2000")
    return time.perf_counter() - started


@asynccontextmanager
async def _looked_after(database: Database) -> AsyncIterator[None]:
    """The background tasks, from the first moment on and without the pauses between their first rounds."""
    rounds = (partial(each, database, _now) for each in (sweep_round, retention_round, rollup_round))
    ended = asyncio.Event()
    tasks = [asyncio.create_task(_until(ended, each)) for each in rounds]
    try:
        yield
    finally:
        ended.set()
        await asyncio.gather(*tasks)


async def _until(ended: asyncio.Event, one_round: Callable[[], Awaitable[float]]) -> None:
    while not ended.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), min(await one_round(), 5))


async def _load(program: Program) -> float:
    """The p99 in milliseconds of writes, so many at once."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    async def call_again_and_again() -> None:
        while time.perf_counter() < end:
            started = time.perf_counter()
            call = ToolCall("bench_write", {"text": "done"}, f"call_{uuid4().hex}")
            await program.executor.execute(call, program.sender)
            took.append(1000 * (time.perf_counter() - started))

    await asyncio.gather(*(call_again_and_again() for _ in range(AT_ONCE)))
    return statistics.quantiles(took, n=100)[98]


async def _answers(database: Database) -> int:
    """How many of those that it was filled with are kept."""
    kept = "SELECT count(*) FROM tool_calls WHERE answer IS NOT NULL AND attempt = 2"
    return await database.read(lambda db: int(db.execute(text(kept)).scalar_one()))


async def _analytics_ms(database: Database, since: timedelta) -> float:
    """The worst of five; neither end of the range is a full hour."""
    took = []
    for _ in range(5):
        started, now = time.perf_counter(), _now()
        await database.read(partial(figures, wanted=Range(now - since, now)))
        took.append(1000 * (time.perf_counter() - started))
    return max(took)


if __name__ == "__main__":
    main()
