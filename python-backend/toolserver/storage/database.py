"""Units of work on database threads: readers on connections of their own, writers one group at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from toolserver.errors import Unavailable
from toolserver.storage.group_writer import GroupWriter
from toolserver.toolkit.context import Unit

T = TypeVar("T")
_READERS: Final = 4
_POOL: Final = 10


class Writer(Protocol):
    """Commits one unit, alone or in a group."""

    def submit(self, unit: Unit[T]) -> "asyncio.Future[T]":
        """Called on the event loop; the future ends after the commit."""

    def close(self) -> None:
        """Finish what was submitted and stop."""


class Database:
    """One database; every failure to reach it is `Unavailable`."""

    def __init__(self, url: str) -> None:
        address = _driver_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.engine = _sqlite(address) if self.is_sqlite else _postgresql(address)
        threads = _READERS if self.is_sqlite else _POOL
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        self._writer: Writer = GroupWriter(self.engine) if self.is_sqlite else _PoolWriter(self.engine, self._threads)
        self._reader_engine = self.engine.execution_options(reads_only=True)

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads."""
        loop = asyncio.get_running_loop()
        return await _reached(loop.run_in_executor(self._threads, partial(self._run_read, unit)))

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and commit it; what it raises rolls it back and is raised here."""
        return await _reached(self._writer.submit(unit))

    def close(self) -> None:
        """Finish what runs, then let go of the connections."""
        self._writer.close()
        self._threads.shutdown(wait=True)
        self.engine.dispose()

    def _run_read(self, unit: Unit[T]) -> T:
        with self._reader_engine.connect() as db:
            return unit(db)


class _PoolWriter:
    """PostgreSQL: each unit in a transaction of its own on a pooled connection."""

    def __init__(self, engine: Engine, threads: ThreadPoolExecutor) -> None:
        self._engine, self._threads = engine, threads

    def submit(self, unit: Unit[T]) -> "asyncio.Future[T]":
        """Run the unit on a database thread."""
        return asyncio.get_running_loop().run_in_executor(self._threads, partial(self._run, unit))

    def close(self) -> None:
        """The threads belong to the database."""

    def _run(self, unit: Unit[T]) -> T:
        with self._engine.begin() as db:
            return unit(db)


async def _reached(work: "asyncio.Future[T]") -> T:
    try:
        return await work
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(f"the database cannot be used: {_first_line(error)}") from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__


def _driver_url(url: str) -> URL:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address.set(drivername="sqlite+pysqlite")


def _postgresql(address: URL) -> Engine:
    return create_engine(
        address, pool_size=_POOL, max_overflow=0, pool_pre_ping=True, pool_timeout=10, hide_parameters=True
    )


def _sqlite(address: URL) -> Engine:
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address, pool_size=_READERS + 1, max_overflow=0, hide_parameters=True, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """The driver's own transaction handling is off: it would begin late and commit early."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(db: Connection) -> None:
    """A writer takes the lock at once, so that it never has to upgrade in the middle."""
    reads_only = db.get_execution_options().get("reads_only", False)
    db.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
