"""Ends the calls of a process that died: once nobody can be asking again, their outcome is `crashed`."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from toolserver.execution import answers
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

GRACE: Final = timedelta(seconds=10)  # after the lease: who asks again within it gets a run, not an apology
_EVERY_S: Final = 5
_log = logging.getLogger(__name__)


async def sweep_round(database: Database, clock: Clock) -> float:
    """Sweep now; any number of processes may share one journal."""
    await sweep(database, clock())
    return _EVERY_S


async def sweep(database: Database, now: datetime) -> None:
    """Settle what was abandoned; an attempt that comes back later has lost its claim."""
    settle = partial(journal.settle_abandoned, settled=answers.unrecorded(), over_since=now - GRACE, now=now)
    while abandoned := await database.write(settle):
        for owner, call_id in abandoned:
            _log.error("call %r of %s was abandoned: the process that ran it is gone", call_id, owner)
