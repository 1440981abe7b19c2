"""Forgets recorded answers once nobody can be asking for them any more."""

from datetime import datetime
from functools import partial
from typing import Final

from toolserver.storage.database import Database
from toolserver.storage.retention import forget_answers
from toolserver.toolkit.context import Clock

EVERY_S: Final = 60


async def retention_round(database: Database, clock: Clock) -> float:
    """Forget some now, and soon the rest; any number of processes may share one journal."""
    return 0 if await database.write(partial(forget_answers, now=clock())) else EVERY_S


async def forget(database: Database, now: datetime) -> None:
    """Forget all that are old by now; calls have their turn between two batches."""
    forgotten = 1
    while forgotten:
        forgotten = await database.write(partial(forget_answers, now=now))
