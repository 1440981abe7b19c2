"""One database for every unit of work, whichever kind it is; not reaching it is one error."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import make_url

from toolserver.errors import Unavailable
from toolserver.storage.backend import Backend, DatabaseKind
from toolserver.storage.faults import DATABASE_ERRORS, UnitMistaken, breaks_a_constraint, first_line, is_damaged
from toolserver.storage.file_lock import DatabaseGone
from toolserver.storage.postgresql import Postgresql
from toolserver.storage.probe import note_probe
from toolserver.storage.sqlite import Sqlite
from toolserver.storage.traced import TracedBackend
from toolserver.toolkit.context import Unit
from toolserver.tracing.spans import Tracing

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Database:
    """Runs units; every failure to reach the database is `Unavailable`."""

    def __init__(self, url: str, tracing: Tracing | None = None) -> None:
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        kind: DatabaseKind = Sqlite(address) if self.is_sqlite else Postgresql(address)
        self._kind = kind
        self._damage: str | None = None  # what was found to be broken for good
        self._backend: Backend = kind if tracing is None else TracedBackend(kind, tracing)
        self.engine = kind.engine

    @property
    def waiting(self) -> int:
        """How many units nobody has begun to run."""
        return self._backend.waiting

    async def look_up(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement that finds rows by their key."""
        with self._reached():
            return await self._backend.look_up(unit)

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads."""
        with self._reached():
            return await self._backend.read(unit)

    async def write_one(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement and commit it."""
        with self._reached():
            return await self._backend.write_one(unit)

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and commit it; what it raises rolls it back and is raised here."""
        with self._reached():
            return await self._backend.write(unit)

    def close(self) -> None:
        """Finish what runs, then let go of the connections."""
        self._backend.close()

    def hold_alone(self) -> None:
        """Become the only toolserver on this SQLite file, until `close`. Raises DatabaseInUse."""
        self._kind.hold_alone()

    def purge(self) -> bool:
        """Drop what was deleted from files that may still hold it; says whether that was possible just now."""
        return self._kind.purge()

    async def probe(self, now: datetime) -> None:
        """Write something small, and look whether the file is still there. Raises Unavailable with the reason."""
        if self._damage is not None:
            raise Unavailable(self._damage)
        with self._reached(is_told=True):
            await self._backend.write_one(partial(note_probe, now=now))

    @contextmanager
    def _reached(self, *, is_told: bool = False) -> Iterator[None]:
        """Every error of the database is one of ours; what a tool's unit did wrong passes through."""
        try:
            yield
        except (*DATABASE_ERRORS, DatabaseGone) as error:
            if breaks_a_constraint(error):
                raise UnitMistaken(error) from error
            reason = first_line(error)
            if is_damaged(error):
                self._damage = reason
            _log.error("the database cannot be used: %s", reason)
            raise Unavailable(reason if is_told else "the database cannot be used") from error
