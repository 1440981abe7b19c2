"""Rolls the journal's figures up by the hour, so that `/analytics` stays quick however long the journal is."""

import asyncio
import math
import time
from datetime import datetime
from functools import partial

from toolserver.execution.retention import EVERY_S, REST, ROUND_S, SOON_S
from toolserver.storage import rollup
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock


async def rollup_round(database: Database, clock: Clock) -> float:
    """Roll up some hours; any number of processes may share one journal."""
    return EVERY_S if await roll_up(database, clock(), ROUND_S) else SOON_S


async def roll_up(database: Database, now: datetime, for_s: float = math.inf) -> bool:
    """Roll up every hour that is over, and say whether that is all; one is read beside the writer, written at once."""
    end = time.monotonic() + for_s
    while (hour := await database.read(partial(rollup.next_hour, now=now))) is not None:
        await _keep(database, hour)
        if time.monotonic() > end:
            return False
    while await database.write(rollup.count_late_replays):
        pass
    return True


async def _keep(database: Database, hour: rollup.Hour) -> None:
    """After years without figures there are thousands of hours: the calls beside them come first."""
    started = time.monotonic()
    figures = await database.read(partial(rollup.hour_figures, hour=hour))
    await database.write(partial(rollup.keep, figures=figures))
    await asyncio.sleep(REST * (time.monotonic() - started))
