"""Runs what scenarios have to do now and then without being called, such as ending reservations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock
from toolserver.toolkit.scenario import Upkeep

EVERY_S: Final = 60


async def upkeep_round(database: Database, clock: Clock, units: Iterable[Upkeep]) -> float:
    """Do some of what is due now, and soon the rest; any number of processes may share one database."""
    now = clock()
    done = [await _run(database, now, unit) for unit in units]
    return 0 if any(done) else EVERY_S


async def keep_up(database: Database, now: datetime, units: Iterable[Upkeep]) -> None:
    """Do all that is due by now; calls have their turn between two units."""
    for unit in units:
        while await _run(database, now, unit):
            pass


async def _run(database: Database, now: datetime, unit: Upkeep) -> int:
    return await database.write(lambda db: unit(db, now))
