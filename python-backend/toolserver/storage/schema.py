"""Bringing a database to today's schema at start-up."""

from datetime import datetime
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.signing_keys import SigningKey, load_keys, make_first_key

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MIGRATION_LOCK: Final = 7_305_221  # PostgreSQL: replicas that start together migrate one after the other


def prepare(database: Database) -> None:
    """Migrate, and free the claims a lone predecessor left behind: only for a toolserver at its start."""
    bring_up_to_date(database)
    if database.is_sqlite:
        with database.engine.begin() as db:
            journal.free_claims(db)


def bring_up_to_date(database: Database) -> None:
    """Migrate; a toolserver may be running on the same database."""
    with database.engine.begin() as db:
        if not database.is_sqlite:
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        migrate(db)


def migrate(db: Connection) -> None:
    """Run what migrations are missing, in the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = db
    command.upgrade(config, "head")


def signing_keys(database: Database, now: datetime) -> tuple[SigningKey, ...]:
    """The keys of the session tokens; the first start makes the first."""
    with database.engine.begin() as db:
        make_first_key(db, now)
        return load_keys(db)
