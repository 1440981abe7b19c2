"""The migrations make exactly the tables that the code declares."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import toolserver.tools
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare
from toolserver.storage.tables import metadata


def test_a_migrated_database_has_the_declared_tables(database_url: str) -> None:
    database = Database(database_url)
    prepare(database)
    with database.engine.connect() as db:
        differences = compare_metadata(MigrationContext.configure(db), metadata)
    database.close()

    assert toolserver.tools.all_tools()
    assert differences == []


def test_preparing_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    prepare(database)
    prepare(database)
    database.close()
