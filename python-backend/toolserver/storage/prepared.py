"""Statements that every call runs: compiled once a dialect, and run on the driver's own cursor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Prepared:
    """A Core statement whose parameters have names; `build` is given the dialect's name.

    Core takes some 80 µs to run a statement that SQLite answers in 4 (docs/decisions/0018-speed-of-a-call.md).
    """

    build: Callable[[str], Statement]
    _compiled: "dict[str, _Compiled]" = field(default_factory=dict)

    def rows(self, db: Connection, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """What it selects or returns, in the transaction of the connection. Raises SQLAlchemy's errors."""
        return self._for(db.dialect).run(db, values)[0]

    def count(self, db: Connection, values: Mapping[str, object]) -> int:
        """How many rows it changed. Raises SQLAlchemy's errors."""
        return self._for(db.dialect).run(db, values)[1]

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled.of(self.build(dialect.name), dialect)
        return compiled


@dataclass(frozen=True)
class _Compiled:
    """What is left to do at each run: convert the values in and out."""

    text: str
    parameters: Sequence[tuple[str, Convert | None]]
    columns: Sequence[tuple[str, Convert | None]]
    is_positional: bool

    @classmethod
    def of(cls, statement: Statement, dialect: Dialect) -> "_Compiled":
        """Compile; what SQLAlchemy's types do to values is kept."""
        compiled = statement.compile(dialect=dialect)
        names = compiled.positiontup if compiled.positional else compiled.binds
        inward = [(name, _inward(compiled.binds[name].type, dialect)) for name in names or ()]
        outward = [(column.name, _outward(column.type, dialect)) for column in statement.exported_columns]
        return cls(compiled.string, inward, outward, compiled.positional)

    def run(self, db: Connection, values: Mapping[str, object]) -> tuple[list[dict[str, Any]], int]:
        """Its rows and how many they are; an error of the driver's becomes SQLAlchemy's, as if Core had run it."""
        given = {name: values[name] if convert is None else convert(values[name]) for name, convert in self.parameters}
        cursor = db.connection.cursor()
        try:
            cursor.execute(self.text, list(given.values()) if self.is_positional else given)
            rows = cursor.fetchall() if self.columns else []
        except db.dialect.loaded_dbapi.Error as error:
            raise _as_of_core(error, db, self.text) from error
        return [self._row(each) for each in rows], cursor.rowcount

    def _row(self, values: Sequence[Any]) -> dict[str, Any]:
        columns = zip(self.columns, values, strict=True)
        return {name: value if convert is None else convert(value) for (name, convert), value in columns}


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _outward(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def _as_of_core(error: "DBAPIModule.Error", db: Connection, text: str) -> Exception:
    """SQLAlchemy's exception for a driver's; the connection of a server that is gone is thrown away."""
    is_gone = db.dialect.is_disconnect(error, db.connection.dbapi_connection, None)
    if is_gone:
        db.invalidate(error)
    kind = db.dialect.loaded_dbapi.Error
    return DBAPIError.instance(
        text, None, error, kind, hide_parameters=True, connection_invalidated=is_gone, dialect=db.dialect
    )
