"""How much waits for the database is told."""

import asyncio
import threading

from sqlalchemy import Connection

from toolserver.storage.database import Database

WRITES = 13


async def test_units_that_nobody_has_begun_are_counted(database_url: str) -> None:
    database, has_begun, may_end = Database(database_url), threading.Event(), threading.Event()

    def hold(_db: Connection) -> None:
        has_begun.set()
        may_end.wait()

    first = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(has_begun.wait)
    others = [asyncio.ensure_future(database.write(hold)) for _ in range(WRITES - 1)]
    await asyncio.sleep(0)
    waiting = database.waiting
    may_end.set()
    await asyncio.gather(first, *others)
    none_left = database.waiting
    database.close()

    assert waiting == (12 if database.is_sqlite else 3)  # one runs on SQLite, ten on PostgreSQL
    assert none_left == 0
