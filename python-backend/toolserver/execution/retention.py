"""Forgets recorded answers once nobody can be asking for them any more."""

import asyncio
import logging
from datetime import datetime
from functools import partial
from typing import Final

from toolserver.errors import Unavailable
from toolserver.storage.database import Database
from toolserver.storage.retention import forget_answers
from toolserver.toolkit.context import Clock

_EVERY_S: Final = 60
_log = logging.getLogger(__name__)


async def run_retention(database: Database, clock: Clock) -> None:
    """Forget until cancelled; any number of processes may share one journal."""
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            await forget(database, clock())
        except Unavailable as error:
            _log.warning("old answers wait: %s", error.message)


async def forget(database: Database, now: datetime) -> None:
    """Forget all that are old by now; calls have their turn between two batches."""
    forgotten = 1
    while forgotten:
        forgotten = await database.write(partial(forget_answers, now=now))
