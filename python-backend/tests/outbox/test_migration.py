"""What an older release left in the outbox leaves it with this one."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tests.outbox.conftest import TurnedClock
from toolserver.outbox.dispatcher import Dispatcher
from toolserver.outbox.scripted import ScriptedReceiver
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare


async def test_a_message_queued_before_the_migration_is_delivered(database_url: str) -> None:
    database = Database(database_url)
    config, receiver = Config(), ScriptedReceiver()
    config.set_main_option("script_location", "toolserver.storage:migrations")
    with database.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        db.execute(
            text(
                "INSERT INTO outbox (id, call_id, channel, recipient, body, state, queued_at)"
                " VALUES ('MSG-1', 'call-1', 'sms', '+1', 'hello', 'queued', '2026-01-01 00:00:00.000000')"
            )
        )
    prepare(database)
    await Dispatcher(database, receiver, TurnedClock()).deliver_next()
    database.close()

    assert receiver.delivered == ["hello"]
