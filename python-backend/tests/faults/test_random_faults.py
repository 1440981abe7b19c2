"""Thousands of calls while callers give up and come back, replicas are killed, and the database goes away.

A restart of PostgreSQL is stood in for by ending all its connections to this database at once: to a client the two
look alike, except that no connection is refused meanwhile, and the server these tests share stays up for others.
SQLite has no server that could restart; there the one process that uses it dies instead.
"""

import asyncio
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.databases import end_connections
from tests.faults.callers import Line
from tests.faults.deaths import Moment
from tests.faults.fleet import running_fleet
from tests.faults.plan import CALLS, SEED, PlannedCall, plan
from tests.faults.verdict import check_answers, check_effects, until_settled
from toolserver.storage.database import Database

_AT_ONCE: Final = 24
_RESTARTS: Final = 4


@dataclass(frozen=True)
class Crowd:
    """Callers who take the next planned call as soon as they are free."""

    line: Line
    database_url: str
    planned: Iterator[tuple[int, PlannedCall]]
    calls_a_restart: int

    async def call_all(self) -> None:
        """Until the plan is used up."""
        async with asyncio.TaskGroup() as callers:
            for _ in range(_AT_ONCE):
                callers.create_task(self._call())

    async def _call(self) -> None:
        for number, each in self.planned:
            if number % self.calls_a_restart == 0 and not self.database_url.startswith("sqlite"):
                await asyncio.to_thread(end_connections, self.database_url)
            await asyncio.gather(*(self._make(each) for _ in range(each.copies)))

    async def _make(self, planned: PlannedCall) -> None:
        if planned.gives_up_after_s is None:
            await self.line.ask(planned.call)
            return
        is_answered = await self.line.ask_once(planned.call, planned.gives_up_after_s)
        if not is_answered and planned.comes_back:
            await self.line.ask(planned.call)


async def test_every_call_has_one_outcome_and_its_effect_once(database_url: str, tmp_path: Path) -> None:
    planned = plan(SEED, CALLS)
    calls = [each.call for each in planned]
    database = Database(database_url)
    async with running_fleet(database_url, tmp_path, size=1 if database.is_sqlite else 3) as fleet:
        line = Line(fleet.port)
        await Crowd(line, database_url, enumerate(planned, 1), CALLS // _RESTARTS).call_all()
        await until_settled(database)
        for some in range(0, len(calls), _AT_ONCE):
            await asyncio.gather(*(line.ask(call) for call in calls[some : some + _AT_ONCE]))

    check_answers(line.witness, calls)
    await check_effects(database, calls)
    assert fleet.exit_codes.count(-signal.SIGKILL) >= len(Moment)
    database.close()
