"""Time as a database that replicas share tells it: their own clocks may be wrong, and may be set back."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from toolserver.storage.database import Database

_EVERY_S: Final = 30.0


class DatabaseClock:
    """The database's time, carried on by the monotonic clock between two looks at it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.engine.connect() as db:
            self._seen = _measured(db)

    def __call__(self) -> datetime:
        """Now, as an aware UTC datetime."""
        read, at = self._seen  # one look: it is also asked on the threads of units
        return read + timedelta(seconds=time.monotonic() - at)

    async def round(self) -> float:
        """Look again: it may have been set, and another server may have taken over."""
        self._seen = await self._database.read(_measured)
        return _EVERY_S


def time_of(db: Connection) -> datetime:
    """Now, as a toolserver on this database has it: PostgreSQL's own time, and with SQLite this machine's."""
    if db.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def _measured(db: Connection) -> tuple[datetime, float]:
    """The time, and when that was by the monotonic clock: in the middle, without the wait for a thread."""
    asked = time.monotonic()
    now = time_of(db)
    return now, (asked + time.monotonic()) / 2
