"""The migrations make exactly the tables that the code declares."""

from datetime import timedelta

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from toolserver.catalogue import EVERYTHING
from toolserver.scenarios.customer_service_retail.tables import checkouts
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare
from toolserver.storage.tables import metadata

_CHECKOUT = (
    "INSERT INTO retail_checkouts (id, customer_id, total_cents, created_at)"
    " VALUES ('CHK-1', 'CUS-1', 100, '2026-01-01 12:00:00.000000')"
)


def test_a_migrated_database_has_the_declared_tables(database_url: str) -> None:
    database = Database(database_url)
    prepare(database, EVERYTHING.migrations())
    with database.engine.connect() as db:
        differences = compare_metadata(MigrationContext.configure(db), metadata)
    database.close()

    assert differences == []


def test_preparing_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    prepare(database)
    prepare(database)
    database.close()


def test_a_checkout_of_an_earlier_release_is_reserved_for_a_day(database_url: str) -> None:
    database = Database(database_url)
    config = Config()
    config.set_main_option("script_location", "toolserver.storage:migrations")
    with database.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0005")
        db.execute(text("INSERT INTO retail_customers VALUES ('CUS-1', 'A', '+1', '1990-01-01', '1', '2')"))
        db.execute(text(_CHECKOUT))
    prepare(database)
    with database.engine.connect() as db:
        kept = db.execute(select(checkouts)).one()
    database.close()

    assert (kept.state, kept.reserved_until - kept.created_at) == ("reserved", timedelta(hours=24))
