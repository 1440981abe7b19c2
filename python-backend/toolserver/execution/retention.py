"""Removes what has been kept for long enough: answers first, once nobody can be asking for them any more."""

import asyncio
import math
import time
from datetime import datetime
from functools import partial
from typing import Final

from toolserver.storage import retention
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

EVERY_S: Final = 60
ROUND_S: Final = 10.0  # of work, so that a round that has much to do does not look like one that hangs
SOON_S: Final = 1.0
REST: Final = 9  # seconds for each second of work: at most a tenth of the writer's time


async def retention_round(database: Database, clock: Clock) -> float:
    """Remove some of what is due; any number of processes may share one journal."""
    return EVERY_S if await forget(database, clock(), ROUND_S) else SOON_S


async def forget(database: Database, now: datetime, for_s: float = math.inf) -> bool:
    """Remove what is due by now, and say whether that is all; calls have their turn between two batches."""
    end = time.monotonic() + for_s
    for unit in retention.UNITS:
        while await _batch(database, unit, now):
            if time.monotonic() > end:
                return False
    return True


async def _batch(database: Database, unit: retention.Unit, now: datetime) -> int:
    started = time.monotonic()
    removed = await database.write(partial(unit, now=now))
    if removed:
        await asyncio.sleep(REST * (time.monotonic() - started))
    return removed
