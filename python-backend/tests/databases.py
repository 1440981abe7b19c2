"""The databases that tests run on: SQLite always, PostgreSQL where one answers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def postgresql_answers() -> bool:
    """Whether tests can use it; the test report says so when not."""
    try:
        with _administering(POSTGRESQL):
            return True
    except OperationalError:
        return False


@contextmanager
def own_postgresql() -> Iterator[str]:
    """The URL of a database made for this run of the tests and dropped after it."""
    name = f"frontdesk_test_{secrets.token_hex(6)}"
    with _administering(POSTGRESQL) as db:
        db.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    finally:
        with _administering(POSTGRESQL) as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def end_connections(url: str) -> None:
    """What every client of PostgreSQL sees when it restarts: all connections of this database end at once."""
    with _administering(url) as db:
        db.execute(text(_END_OTHERS))


def empty(url: str) -> None:
    """Leave nothing in it and nobody connected: quicker than to make another one for each test."""
    end_connections(url)
    with _administering(url) as db:
        db.execute(text("DROP SCHEMA public CASCADE"))
        db.execute(text("CREATE SCHEMA public"))


@contextmanager
def _administering(url: str | URL) -> Iterator[Connection]:
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    try:
        with engine.connect() as db:
            yield db
    finally:
        engine.dispose()
