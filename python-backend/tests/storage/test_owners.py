"""What an older release recorded of services within sessions is found under its session with this one."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from toolserver.storage.database import Database
from toolserver.storage.schema import prepare
from toolserver.storage.tables import call_replays, outbox, tool_calls

_CALL = (
    "INSERT INTO tool_calls (owner, call_id, tool, fingerprint, session_id, attempt, lease_until, called_at)"
    " VALUES (:owner, :call_id, 't', 'f', :session_id, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)
_MESSAGE = (
    "INSERT INTO outbox (id, call_id, channel, recipient, body, state, queued_at)"
    " VALUES (:id, :call_id, 'sms', '+1', 'hello', 'waiting', '2026-01-01 00:00:00')"
)


def test_calls_replays_and_messages_of_an_older_release_keep_their_owner(database_url: str) -> None:
    database, config = Database(database_url), Config()
    config.set_main_option("script_location", "toolserver.storage:migrations")
    with database.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0005")
        _fill(db)
    prepare(database)
    with database.engine.connect() as db:
        calls = {tuple(row) for row in db.execute(select(tool_calls.c.owner, tool_calls.c.call_id))}
        replays = {tuple(row) for row in db.execute(select(call_replays.c.owner, call_replays.c.call_id))}
        messages = {row.id: row.owner for row in db.execute(select(outbox))}
    database.close()

    assert calls == {("service", "alone"), ("service/TS-1", "named"), ("TS-1", "own"), ("TS-2", "own")}
    assert replays == {("service", "alone"), ("service/TS-1", "named")}
    assert messages == {"MSG-1": "service/TS-1", "MSG-2": None}


def _fill(db: Connection) -> None:
    calls = (("service", "alone", None), ("service", "named", "TS-1"), ("TS-1", "own", "TS-1"), ("TS-2", "own", "TS-2"))
    for owner, call_id, session_id in calls:
        db.execute(text(_CALL), {"owner": owner, "call_id": call_id, "session_id": session_id})
    for call_id in ("alone", "named"):
        db.execute(
            text("INSERT INTO call_replays (owner, call_id, replays) VALUES ('service', :call_id, 2)"),
            {"call_id": call_id},
        )
    for message_id, call_id in (("MSG-1", "named"), ("MSG-2", "own")):  # two sessions have a call `own`
        db.execute(text(_MESSAGE), {"id": message_id, "call_id": call_id})
