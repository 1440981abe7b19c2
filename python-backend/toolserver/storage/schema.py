"""Bringing a database to today's schema at start-up."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from toolserver.calls.call import CallKeys
from toolserver.errors import FrontdeskError
from toolserver.storage import journal
from toolserver.storage.call_keys import load_service_keys
from toolserver.storage.database import Database
from toolserver.storage.signing_keys import SigningKey, load_keys, make_first_key

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_START_LOCK: Final = 7_305_221  # PostgreSQL: replicas that start together do it one after the other


class DatabaseUnusable(FrontdeskError):
    """A database that the tables cannot live in; the message says why."""


def take_over(database: Database, branches: Iterable[Path] = ()) -> None:
    """Become the toolserver of this database: a lone predecessor's claims are free. Raises what `prepare` raises."""
    database.hold_alone()
    prepare(database, branches)
    if database.is_sqlite:
        with database.engine.begin() as db:
            journal.free_claims(db)


def prepare(database: Database, branches: Iterable[Path] = ()) -> None:
    """Migrate, with the scenarios' branches; toolservers may be running on the database. Raises DatabaseUnusable."""
    with starting(database) as db:
        migrate(db, branches)


@contextmanager
def starting(database: Database) -> Iterator[Connection]:
    """A transaction for what is done once, however many replicas start at the same time."""
    with database.engine.begin() as db:
        lift_limits(db)
        if not database.is_sqlite:
            _require_unicode(db)
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _START_LOCK})
        yield db


def lift_limits(db: Connection) -> None:
    """Migrations, and what operators do to the whole database, take their time: no caller waits for them."""
    if db.dialect.name == "postgresql":
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            db.execute(text(f"SET LOCAL {limit} = 0"))


def _require_unicode(db: Connection) -> None:
    encoding = db.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        reason = f"DATABASE_URL: the database's encoding is {encoding}, and callers say more than it holds"
        raise DatabaseUnusable(f"{reason}: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0")


def migrate(db: Connection, branches: Iterable[Path] = ()) -> None:
    """Run what migrations are missing, in the caller's transaction; `branches` are folders of scenarios' own."""
    config = Config()
    config.set_main_option("script_location", _option(_MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_option, (_MIGRATIONS / "versions", *branches))))
    config.attributes["connection"] = db
    command.upgrade(config, "heads")


def _option(path: Path) -> str:
    """As it is written where % begins a reference."""
    return str(path).replace("%", "%%")


def signing_keys(database: Database, now: datetime) -> tuple[SigningKey, ...]:
    """The keys of the session tokens; the first start makes the first."""
    with starting(database) as db:
        make_first_key(db, now)
        return load_keys(db)


def keys_of_services(database: Database) -> CallKeys:
    """The keys of what services ask; a migration made the first."""
    with starting(database) as db:
        return load_service_keys(db)
