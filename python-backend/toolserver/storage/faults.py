"""The database's errors by whose fault they are: a unit's own mistake, or a database that cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from toolserver.errors import FrontdeskError

DATABASE_ERRORS: Final = (SQLAlchemyError, sqlite3.Error, psycopg.Error)
_MISTAKES: Final = (IntegrityError, DataError, ProgrammingError)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class UnitMistaken(FrontdeskError):
    """A tool's unit broke a constraint, sent what the columns do not take, or is no SQL: a bug of the tool."""


@contextmanager
def mistakes_of_units() -> Iterator[None]:
    """Where a tool's unit runs: its own mistakes are no failure of the database, and no reason to try again."""
    try:
        yield
    except _MISTAKES as error:
        raise UnitMistaken(type(error.orig).__name__) from error


def is_damaged(error: BaseException) -> bool:
    """Whether the file of an SQLite database holds nonsense: that does not pass by itself."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def first_line(error: BaseException) -> str:
    """What happened, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return next(iter(str(cause).splitlines()), "") or type(cause).__name__
