"""One database for every unit of work, whichever kind it is; not reaching it is one error."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from toolserver.errors import Unavailable
from toolserver.storage.backend import Backend
from toolserver.storage.postgresql import Postgresql
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
        backend: Backend = Sqlite(address) if self.is_sqlite else Postgresql(address)
        self._backend = backend if tracing is None else TracedBackend(backend, tracing)
        self.engine = backend.engine

    @property
    def waiting(self) -> int:
        """How many units nobody has begun to run."""
        return self._backend.waiting

    async def look_up(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement that finds rows by their key."""
        with _reached():
            return await self._backend.look_up(unit)

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads."""
        with _reached():
            return await self._backend.read(unit)

    async def write_one(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement and commit it."""
        with _reached():
            return await self._backend.write_one(unit)

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and commit it; what it raises rolls it back and is raised here."""
        with _reached():
            return await self._backend.write(unit)

    def close(self) -> None:
        """Finish what runs, then let go of the connections."""
        self._backend.close()


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        _log.error("the database cannot be used: %s", _first_line(error))
        raise Unavailable("the database cannot be used") from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
