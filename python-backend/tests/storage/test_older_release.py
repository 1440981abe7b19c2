"""A journal that an older release left is kept, and can be guessed no more."""

import hashlib
from datetime import UTC, datetime, timedelta

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, select

from toolserver.calls.call import CallKeys
from toolserver.storage import tables
from toolserver.storage.call_keys import load_service_keys
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
GUESSED = hashlib.sha256(b"a phone number").hexdigest()


def test_what_an_older_release_recorded_is_kept_and_cannot_be_guessed(database_url: str) -> None:
    database, config = Database(database_url), Config()
    config.set_main_option("script_location", "toolserver.storage:migrations")
    with database.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0008")
        _fill(db)
    prepare(database)
    with database.engine.connect() as db:
        prints = {row.call_id: row.fingerprint for row in db.execute(select(tables.tool_calls))}
        sessions = {row.id: row for row in db.execute(select(tables.sessions))}
        settled = {row.id: row.settled_at for row in db.execute(select(tables.outbox))}
        service = load_service_keys(db)
    database.close()

    assert (prints["of-service"], prints["gone"]) == (service.fingerprint(GUESSED), "erased")
    assert prints["of-open"] == GUESSED == CallKeys(None).fingerprint(GUESSED)
    assert prints["of-ended"] not in (GUESSED, service.fingerprint(GUESSED))
    assert sessions["TS-ENDED"].expires_at == NOW - HOUR
    assert all(row.due_at > NOW + 25 * HOUR for row in sessions.values())
    assert settled == {"MSG-waiting": None, "MSG-delivered": NOW, "MSG-cancelled": NOW - HOUR}


def _fill(db: Connection) -> None:
    for session_id, ended_at in (("TS-OPEN", None), ("TS-ENDED", NOW - HOUR)):
        row = {"id": session_id, "scenario": "retail", "grants": "{}", "created_at": NOW - HOUR, "ended_at": ended_at}
        db.execute(insert(tables.sessions).values(row | {"expires_at": NOW + HOUR}))
    for call_id, of in (("of-service", None), ("gone", None), ("of-open", "TS-OPEN"), ("of-ended", "TS-ENDED")):
        call = {"owner": of or "service", "call_id": call_id, "tool": "t", "session_id": of}
        given = {"fingerprint": "erased" if call_id == "gone" else GUESSED, "attempt": 1}
        db.execute(insert(tables.tool_calls).values(call | given | {"lease_until": NOW, "called_at": NOW}))
    for state, settled_at in (("waiting", None), ("delivered", NOW), ("cancelled", None)):
        message = {"id": f"MSG-{state}", "call_id": "c", "channel": "sms", "recipient": "+1", "body": ""}
        times = {"queued_at": NOW - HOUR, "settled_at": settled_at}
        db.execute(insert(tables.outbox).values(message | times | {"state": state}))
