"""A database whose units are spans; where nothing is traced it is left out."""

from collections.abc import Awaitable, Callable
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from opentelemetry.trace import Span, SpanKind, get_current_span
from sqlalchemy import Connection, Engine

from toolserver.storage.backend import Backend
from toolserver.toolkit.context import Unit
from toolserver.tracing.names import DB_OPERATION, DB_SYSTEM, UNIT_ENDED, UNIT_STARTED
from toolserver.tracing.spans import Tracing

T = TypeVar("T")


class TracedBackend:
    """One kind of database. A span lasts from handing the unit over to its commit; two events say when it ran."""

    def __init__(self, backend: Backend, tracing: Tracing) -> None:
        self._backend, self._tracing = backend, tracing

    @property
    def engine(self) -> Engine:
        """What is traced."""
        return self._backend.engine

    @property
    def waiting(self) -> int:
        """How many units nobody has begun to run."""
        return self._backend.waiting

    async def look_up(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement that finds rows by their key."""
        return await self._traced("look_up", self._backend.look_up, unit)

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads."""
        return await self._traced("read", self._backend.read, unit)

    async def write_one(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement and commit it."""
        return await self._traced("write_one", self._backend.write_one, unit)

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and commit it; what it raises rolls it back and is raised here."""
        return await self._traced("write", self._backend.write, unit)

    def close(self) -> None:
        """Finish what runs, then let go of the connections."""
        self._backend.close()

    async def _traced(self, way: str, run: Callable[[Unit[T]], Awaitable[T]], unit: Unit[T]) -> T:
        if not get_current_span().is_recording():  # the dispatcher's polls and the sweeps are no part of any request
            return await run(unit)
        attributes = {DB_SYSTEM: self.engine.dialect.name, DB_OPERATION: way}
        with self._tracing.span(f"{way} {_name(unit)}", SpanKind.CLIENT, attributes) as span:
            return await run(partial(copy_context().run, partial(_marking, span, unit)))


def _marking(span: Span, unit: Unit[T], db: Connection) -> T:
    span.add_event(UNIT_STARTED)
    result = unit(db)
    span.add_event(UNIT_ENDED)
    return result


def _name(unit: object) -> str:
    named = unit.func if isinstance(unit, partial) else unit
    return getattr(named, "__name__", type(named).__name__).removeprefix("_")
