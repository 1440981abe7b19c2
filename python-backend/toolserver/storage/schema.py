"""Bringing a database to today's schema at start-up."""

import secrets
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.tables import server_secrets

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MIGRATION_LOCK: Final = 7_305_221  # PostgreSQL: replicas that start together migrate one after the other


def prepare(database: Database) -> None:
    """Migrate, and free the claims a lone predecessor left behind."""
    with database.engine.begin() as db:
        if not database.is_sqlite:
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        migrate(db)
    if database.is_sqlite:
        with database.engine.begin() as db:
            journal.free_claims(db)


def migrate(db: Connection) -> None:
    """Run what migrations are missing, in the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = db
    command.upgrade(config, "head")


def signing_secret(database: Database) -> str:
    """The key of the session tokens; kept in the database, so that replicas and restarts share it."""
    name = "session_tokens"
    with database.engine.begin() as db:
        journal.insert_if_absent(db, server_secrets, {"name": name, "value": secrets.token_urlsafe(48)})
        return str(db.execute(select(server_secrets.c.value).where(server_secrets.c.name == name)).scalar_one())
