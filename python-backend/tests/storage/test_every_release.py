"""A database of any earlier release comes up with what it holds."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Date, DateTime, Integer, MetaData, Table, insert, select, text

from toolserver.catalogue import EVERYTHING
from toolserver.storage import tables
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare

VERSIONS: Final = Path("toolserver/storage/migrations/versions")
RELEASES: Final = sorted(path.name[:4] for path in VERSIONS.glob("0*.py"))
NOT_KEPT: Final = {"alembic_version", "verification_locks"}  # the second: of tries that are being counted
NOW: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("release", RELEASES)
def test_every_row_of_an_earlier_release_is_kept(database_url: str, release: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as db:
        _upgrade(db, release)
        _fill(db)
        before = _counted(db)
    prepare(database, EVERYTHING.migrations())
    with database.engine.connect() as db:
        after = _counted(db)
    database.close()

    assert len(before) > 10
    assert all(after[name] >= count for name, count in before.items())


def test_what_was_verified_asked_and_promised_is_the_shops(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as db:
        _upgrade(db, "0010")
        _fill(db)
        db.execute(text("UPDATE sessions SET id = 'TS-1', scenario = 'an own name', customer_id = 'CUS-0001'"))
        db.execute(text("UPDATE tool_calls SET tool = 'lookupOrders', session_id = 'TS-1', owner = 'TS-1'"))
        db.execute(text("UPDATE outbox SET owner = 'TS-1', call_id = (SELECT call_id FROM tool_calls)"))
        db.execute(text("UPDATE human_handoffs SET session_id = 'TS-1'"))
    prepare(database, EVERYTHING.migrations())
    with database.engine.connect() as db:
        session = db.execute(select(tables.sessions)).one()
        shops = [
            db.execute(select(table.c.scenario)).scalar_one()
            for table in (tables.tool_calls, tables.outbox, tables.verification_tries)
        ]
        asked = db.execute(select(tables.human_handoffs.c.scenario)).scalar_one()
    database.close()

    assert (session.scenario, session.customer_scenario) == ("an own name", "customerServiceRetail")
    assert shops == ["customerServiceRetail"] * 3
    assert asked == "an own name"


def _upgrade(db: Connection, release: str) -> None:
    config = Config()
    config.set_main_option("script_location", "toolserver.storage:migrations")
    config.attributes["connection"] = db
    command.upgrade(config, release)


def _fill(db: Connection) -> None:
    """A row in every table, in an order that foreign keys allow."""
    found = MetaData()
    found.reflect(db)
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            db.execute(insert(table).values({column.name: _value(table, column.name) for column in table.c}))


def _value(table: Table, name: str) -> object:
    kind = table.c[name].type
    if table.c[name].foreign_keys:
        return next(iter(table.c[name].foreign_keys)).column.table.name[-9:]
    if isinstance(kind, DateTime):
        return NOW
    if isinstance(kind, Date):
        return date(1990, 1, 1)
    if isinstance(kind, Integer):
        return 1
    return (
        '{"code": "x"}'
        if name in ("grants", "answer", "arguments")
        else table.name[-9:][: getattr(kind, "length", None)]
    )


def _counted(db: Connection) -> dict[str, int]:
    found = MetaData()
    found.reflect(db)
    return {name: len(db.execute(select(table)).all()) for name, table in found.tables.items() if name not in NOT_KEPT}
