"""The databases that tests run on: SQLite always, PostgreSQL where one answers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def postgresql_answers() -> bool:
    """Whether tests can use it; the test report says so when not."""
    engine = create_engine(
        make_url(POSTGRESQL).set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 2}
    )
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
    finally:
        engine.dispose()


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """The URL of a database made for one test and dropped after it."""
    name = f"frontdesk_test_{secrets.token_hex(6)}"
    address = make_url(POSTGRESQL)
    engine = create_engine(address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
