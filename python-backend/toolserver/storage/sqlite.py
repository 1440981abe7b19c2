"""SQLite: look-ups on the event loop, other reads on threads, and one writer that commits in groups."""

from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event

from toolserver.storage.file_lock import DatabaseFile, path_of
from toolserver.storage.group_writer import GroupWriter
from toolserver.storage.unit_threads import UnitThreads
from toolserver.toolkit.context import Unit

T = TypeVar("T")
_READERS: Final = 4
_PATIENCE_S: Final = 0.005


class Sqlite:
    """One file, or one database in memory."""

    def __init__(self, address: URL) -> None:
        path = path_of(address)
        self._file = None if path is None else DatabaseFile(path)
        self.engine = _engine(address, path)
        self._threads = UnitThreads(_READERS, _PATIENCE_S)
        self._writer = GroupWriter(self.engine)
        self._readers = self.engine.execution_options(reads_only=True)
        self._finder = self._readers.connect()
        self._look()

    @property
    def waiting(self) -> int:
        """Units that the writer has not begun."""
        return self._writer.waiting

    async def look_up(self, unit: Unit[T]) -> T:
        """Run it on the event loop: SQLite finds a row in some 4 µs, and a thread takes 50 times as long."""
        return unit(self._finder)

    async def read(self, unit: Unit[T]) -> T:
        """Run it on a database thread."""
        return await self._threads.run(partial(self._run, unit))

    async def write_one(self, unit: Unit[T]) -> T:
        """Run it with the writer's next group."""
        self._look()
        return await self._writer.write(unit, is_statement=True)

    async def write(self, unit: Unit[T]) -> T:
        """Run it with the writer's next group."""
        self._look()
        return await self._writer.write(unit)

    def close(self) -> None:
        """The writer commits what it was given."""
        self._writer.close()
        self._threads.close()
        self._finder.close()
        self.engine.dispose()
        if self._file:
            self._file.release()

    def hold_alone(self) -> None:
        """Two processes would free each other's claims. Raises DatabaseInUse."""
        if self._file:
            self._file.hold()

    def purge(self) -> bool:
        """Empty the write-ahead log; the file itself holds nothing that was deleted, by `secure_delete`."""
        with self._readers.connect() as db:
            (is_busy, *_) = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not is_busy

    def _look(self) -> None:
        """Before each write (2 µs). Raises DatabaseGone."""
        if self._file:
            self._file.look()

    def _run(self, unit: Unit[T]) -> T:
        with self._readers.connect() as db:
            return unit(db)


def _engine(address: URL, path: Path | None) -> Engine:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    connections = _READERS + 3  # the event loop's two, and that of the writer's thread
    engine = create_engine(
        address.set(drivername="sqlite+pysqlite"),
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """The driver's own transaction handling is off: it would begin late and commit early."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    """A writer takes the lock at once, so that it never has to upgrade in the middle; a reader begins nothing.

    Each statement that reads sees what was committed before it, as on PostgreSQL.
    """
    if not db.get_execution_options().get("reads_only", False):
        db.exec_driver_sql("BEGIN IMMEDIATE")
