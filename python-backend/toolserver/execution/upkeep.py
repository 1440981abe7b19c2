"""Runs what scenarios have to do now and then without being called, such as ending reservations."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from toolserver.errors import Unavailable
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

Upkeep = Callable[[Connection, datetime], int]
"""A short unit that does some of what is due by then, and says how much; nothing is left when it says 0."""
_EVERY_S: Final = 60
_log = logging.getLogger(__name__)


async def run_upkeep(database: Database, clock: Clock, units: Iterable[Upkeep]) -> None:
    """Run them until cancelled; any number of processes may share one database."""
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            await keep_up(database, clock(), units)
        except Unavailable as error:
            _log.warning("upkeep waits: %s", error.message)


async def keep_up(database: Database, now: datetime, units: Iterable[Upkeep]) -> None:
    """Do all that is due by now; calls have their turn between two units."""
    for unit in units:
        await _finish(database, now, unit)


async def _finish(database: Database, now: datetime, unit: Upkeep) -> None:
    while await database.write(lambda db: unit(db, now)):
        pass
