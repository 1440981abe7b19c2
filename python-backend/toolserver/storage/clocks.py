"""Time as a database that replicas share tells it: their own clocks may be wrong, and may be set back."""

import time
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from toolserver.storage.database import Database

_EVERY_S: Final = 30.0


class DatabaseClock:
    """The database's time, carried on by the monotonic clock between two looks at it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.engine.connect() as db:
            self._read = time_of(db)
        self._at = time.monotonic()

    def __call__(self) -> datetime:
        """Now, as an aware UTC datetime."""
        return self._read + timedelta(seconds=time.monotonic() - self._at)

    async def round(self) -> float:
        """Look again; the answer may be as late as the question took."""
        asked = time.monotonic()
        read = await self._database.read(time_of)
        self._read, self._at = read, (asked + time.monotonic()) / 2
        return _EVERY_S


def time_of(db: Connection) -> datetime:
    """The database's own time."""
    now: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return now
