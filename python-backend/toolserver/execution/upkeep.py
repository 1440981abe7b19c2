"""Runs what scenarios have to do now and then without being called, such as ending reservations."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

Upkeep = Callable[[Connection, datetime], int]
"""A short unit that does some of what is due by then, and says how much; nothing is left when it says 0."""
EVERY_S: Final = 60


async def upkeep_round(database: Database, clock: Clock, units: Iterable[Upkeep]) -> float:
    """Run them now; any number of processes may share one database."""
    await keep_up(database, clock(), units)
    return EVERY_S


async def keep_up(database: Database, now: datetime, units: Iterable[Upkeep]) -> None:
    """Do all that is due by now; calls have their turn between two units."""
    for unit in units:
        await _finish(database, now, unit)


async def _finish(database: Database, now: datetime, unit: Upkeep) -> None:
    while await database.write(lambda db: unit(db, now)):
        pass
