"""The database's errors by whose fault they are: a unit's own mistake, or a database that cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from toolserver.errors import FrontdeskError

DATABASE_ERRORS: Final = (SQLAlchemyError, sqlite3.Error, psycopg.Error)
_NO_CONNECTION: Final = (DisconnectionError, PendingRollbackError, PoolTimeout)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

# SQLITE_ERROR is SQL that cannot be run: a table that is not there, a word that is none.
_SQLITE_MISTAKES: Final = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }
)
# Classes of SQLSTATE (PostgreSQL, appendix A): features, values, constraints, SQL, limits, what a trigger raises.
_SQLSTATE_MISTAKES: Final = frozenset({"0A", "21", "22", "23", "27", "2F", "38", "39", "42", "44", "54", "P0"})
_ABORTED: Final = "25P02"  # the unit went on after an error that it swallowed
_NO_RIGHTS: Final = "42501"  # of its class, but somebody took our rights away
_MISUSED_DRIVER: Final = (  # raised before the database was asked
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    psycopg.DataError,
    psycopg.NotSupportedError,
    psycopg.ProgrammingError,
)


class UnitMistaken(FrontdeskError):
    """A unit broke a constraint, sent what the columns do not take, or is no SQL: it would fail again and again."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)
        self.error = error


@contextmanager
def mistakes_of_units() -> Iterator[None]:
    """Where a tool's unit runs: its own mistakes are no failure of the database, and no reason to try again."""
    try:
        yield
    except DATABASE_ERRORS as error:
        if is_mistake(error):
            raise UnitMistaken(error) from error
        raise


def is_mistake(error: BaseException) -> bool:
    """Whether a database that works would say the same again."""
    cause = _cause(error)
    if isinstance(cause, sqlite3.Error):
        code = _sqlite_code(error)
        return isinstance(cause, _MISUSED_DRIVER) if code is None else code in _SQLITE_MISTAKES
    if isinstance(cause, psycopg.Error):
        return _is_mistaken_state(cause.sqlstate) if cause.sqlstate else isinstance(cause, _MISUSED_DRIVER)
    return not isinstance(cause, _NO_CONNECTION)


def breaks_a_constraint(error: BaseException) -> bool:
    """Also one that is checked only at the commit, when no unit runs any more."""
    return isinstance(error, IntegrityError)


def is_of_one_unit(error: BaseException) -> bool:
    """Whether others, whose writes were to be committed with this one's, would do without it."""
    return breaks_a_constraint(error) or _sqlite_code(error) == sqlite3.SQLITE_FULL


def is_damaged(error: BaseException) -> bool:
    """Whether the file of an SQLite database holds nonsense: that does not pass by itself."""
    return _sqlite_code(error) in _DAMAGED


def first_line(error: BaseException) -> str:
    """What happened, without the statement and its values."""
    cause = _cause(error)
    return next(iter(str(cause).splitlines()), "") or type(cause).__name__


def _sqlite_code(error: BaseException) -> int | None:
    """The primary result code, if SQLite itself has raised it."""
    code: int | None = getattr(_cause(error), "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_mistaken_state(state: str) -> bool:
    return state == _ABORTED or (state[:2] in _SQLSTATE_MISTAKES and state != _NO_RIGHTS)


def _cause(error: BaseException) -> BaseException:
    """The driver's own error, where there is one."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
