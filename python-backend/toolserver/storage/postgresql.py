"""PostgreSQL: every unit on a pooled connection and a thread of its own."""

import time
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from toolserver.storage.bounded_threads import BoundedThreads, note_connection
from toolserver.toolkit.context import Unit

T = TypeVar("T")
_CONNECTIONS: Final = 10
_TRUSTED_S: Final = 1.0  # a connection that worked so recently is used without asking it first
_USED_AT: Final = "frontdesk_used_at"
# The server's own limits, in milliseconds, name what was too slow; BoundedThreads are for a server that hangs. A limit
# that somebody has set stands. They are no start-up options: poolers refuse those, and the URL may have its own.
_LIMITS: Final = """
    SELECT set_config(name, milliseconds, false) FROM pg_settings JOIN (VALUES
        ('statement_timeout', '8000'), ('lock_timeout', '6000'), ('idle_in_transaction_session_timeout', '10000')
    ) AS limits (name, milliseconds) USING (name) WHERE setting = '0'
"""
_ARGUMENTS: Final = {"connect_timeout": 5, "client_encoding": "UTF8"}  # unless the URL has others


class Postgresql:
    """A server that other replicas share."""

    def __init__(self, address: URL) -> None:
        self.engine = _engine(address)
        self._threads = BoundedThreads(_CONNECTIONS)
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")  # no BEGIN, no COMMIT to wait for

    @property
    def waiting(self) -> int:
        """Units that no thread has begun."""
        return self._threads.waiting

    async def look_up(self, unit: Unit[T]) -> T:
        """As every read: the server is a round trip away."""
        return await self.read(unit)

    async def read(self, unit: Unit[T]) -> T:
        """Each statement sees what was committed before it."""
        return await self._threads.run(partial(self._run_single, unit))

    async def write_one(self, unit: Unit[T]) -> T:
        """One statement is a transaction by itself."""
        return await self._threads.run(partial(self._run_single, unit))

    async def write(self, unit: Unit[T]) -> T:
        """Run it in a transaction."""
        return await self._threads.run(partial(self._run_whole, unit))

    def close(self) -> None:
        """Finish what runs, for a few seconds."""
        self._threads.close()
        self.engine.dispose()

    def hold_alone(self) -> None:
        """Replicas share a server: its clock and its locks keep them apart."""

    def purge(self) -> bool:
        """The server does that in its own time (docs/operations.md)."""
        return True

    def _run_single(self, unit: Unit[T]) -> T:
        with self._single.connect() as db:
            return unit(db)

    def _run_whole(self, unit: Unit[T]) -> T:
        with self.engine.begin() as db:
            return unit(db)


def _engine(address: URL) -> Engine:
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,
        connect_args={name: value for name, value in _ARGUMENTS.items() if name not in address.query},
    )
    event.listen(engine, "connect", _limit)
    event.listen(engine, "checkout", partial(_ask, engine))
    event.listen(engine, "checkin", _note_use)
    return engine


def _limit(connection: Any, _record: object) -> None:
    note_connection(connection)
    connection.execute(_LIMITS)
    connection.commit()


def _note_use(_connection: Any, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


def _ask(engine: Engine, connection: Any, record: Any, _proxy: object) -> None:
    """Find out before the first statement whether the server has gone since; `pool_pre_ping` would ask each time."""
    note_connection(connection)
    if time.monotonic() - record.info.get(_USED_AT, 0) < _TRUSTED_S:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error  # the pool makes a new connection, and gives up the older ones
