"""Callers who work through a plan together, while the database is taken away from time to time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.faults.callers import Call, Line
from tests.faults.deaths import deaths
from tests.faults.fleet import Fleet
from tests.faults.matrix import Fault
from tests.faults.outages import Reach
from tests.faults.plan import PlannedCall

_AT_ONCE: Final = 24
_OUTAGE_TRIES: Final = 3


@dataclass(frozen=True)
class Crowd:
    """So many callers that each takes the next planned call as soon as it is free."""

    line: Line
    reach: Reach
    fleet: Fleet

    async def work_through(self, planned: Sequence[PlannedCall]) -> None:
        """Until the plan is used up."""
        left, calls_an_outage = enumerate(planned, 1), len(planned) // (self.reach.outages + 1) + 1

        async def make_some() -> None:
            for number, each in left:
                if number % calls_an_outage == 0:
                    await self._take_database_away()
                await self._make(each)

        async with asyncio.TaskGroup() as callers:
            for _ in range(_AT_ONCE):
                callers.create_task(make_some())

    async def ask_all(self, calls: Sequence[Call]) -> None:
        """Everyone asks again, whatever was heard before."""
        for some in range(0, len(calls), _AT_ONCE):
            await asyncio.gather(*(self.line.ask(call) for call in calls[some : some + _AT_ONCE]))

    async def _take_database_away(self) -> None:
        """Again if nobody was refused: the only process may just have died of something else."""
        happened = self.line.witness.happened
        refused = happened.times[Fault.REFUSED]
        for _ in range(_OUTAGE_TRIES):
            await self.fleet.until_ready()
            happened.note(Fault.AWAY, *self.line.in_flight)
            await self.reach.take_away()
            if happened.times[Fault.REFUSED] > refused:
                return

    async def _make(self, planned: PlannedCall) -> None:
        if planned.copies > 1:
            self.line.witness.happened.note(Fault.AT_ONCE, planned.call.call_id)
        if planned.is_deadly:
            await self._die_of(planned)
        else:
            await asyncio.gather(*(self._make_one(planned) for _ in range(planned.copies)))

    async def _die_of(self, planned: PlannedCall) -> None:
        """Not at the first try if the replica has died of another call, or the database was away."""
        call, folder = planned.call, self.fleet.folder
        await self.line.ask(call, lambda: call.call_id in deaths(folder))
        if planned.comes_back:
            await self.line.ask(call)

    async def _make_one(self, planned: PlannedCall) -> None:
        if planned.gives_up_after_s is None:
            await self.line.ask(planned.call)
            return
        is_answered = await self.line.ask_once(planned.call, planned.gives_up_after_s)
        if not is_answered and planned.comes_back:
            await self.line.ask(planned.call)
