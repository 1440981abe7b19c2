"""What retention removes, after how long, and what it leaves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, insert, select, update

from tests.storage.journals import fill, settled
from toolserver.execution.retention import forget
from toolserver.storage import journal, sessions
from toolserver.storage.confirmations import Agreement, issue
from toolserver.storage.database import Database
from toolserver.storage.retention import forget_answers
from toolserver.storage.tables import (
    confirmations,
    human_handoffs,
    outbox,
    session_facts,
    tool_calls,
    verification_locks,
    verification_tries,
)
from toolserver.storage.tables import sessions as session_rows
from toolserver.storage.verification import SessionVerification

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opened(database: Database, customer_id: str | None = None) -> str:
    """A session with a fact and a call, which ends at NOW."""
    with database.engine.begin() as db:
        session_id = sessions.open_session(db, "retail", {"clerk": ["lookUp"]}, NOW - HOUR).id
        journal.add_facts(db, session_id, ("identity",))
        if customer_id is not None:
            SessionVerification(session_id, lambda: NOW).bind(db, customer_id)
    fill(database, [settled(1, NOW - HOUR, 5, owner=session_id, session_id=session_id, arguments='{"item": "301"}')])
    with database.engine.begin() as db:
        sessions.end_session(db, session_id, NOW)
    return session_id


def only_call(db: Connection) -> Any:
    """The one row of the journal."""
    return db.execute(select(tool_calls)).one()


def count(db: Connection, table: Table) -> int:
    """Its rows."""
    return db.execute(select(func.count()).select_from(table)).scalar_one()


async def test_a_session_that_verified_nobody_is_forgotten_an_hour_after_it(prepared: Database) -> None:
    opened(prepared)
    await forget(prepared, NOW + HOUR - timedelta(seconds=1))
    with prepared.engine.connect() as db:
        kept = only_call(db)
    await forget(prepared, NOW + HOUR)

    assert (kept.answer, kept.arguments) == ('{"say": "Done."}', '{"item": "301"}')
    with prepared.engine.connect() as db:
        call = only_call(db)
        assert (call.answer, call.arguments, call.tool, call.outcome) == (None, None, "lookUp", "succeeded")
        assert (count(db, session_rows), count(db, session_facts)) == (0, 0)


async def test_a_session_that_verified_somebody_is_known_for_a_year_and_its_calls_for_good(prepared: Database) -> None:
    session_id = opened(prepared, "CUS-0001")
    with prepared.engine.begin() as db:
        row = {"id": "HH-1", "session_id": session_id, "reason": "it hurts", "priority": "high", "state": "waiting"}
        db.execute(insert(human_handoffs).values(**row, asked_at=NOW))
    await forget(prepared, NOW + HOUR)
    with prepared.engine.connect() as db:
        keyless, answered = db.execute(select(session_rows)).one(), only_call(db)
    await forget(prepared, NOW + DAY)
    with prepared.engine.connect() as db:
        forgotten, call, facts = db.execute(select(session_rows)).one(), only_call(db), count(db, session_facts)
    await forget(prepared, NOW + 365 * DAY + DAY)

    assert (keyless.fingerprint_key, answered.answer) == ("", '{"say": "Done."}')
    assert (forgotten.customer_id, forgotten.grants, facts) == ("CUS-0001", "{}", 0)
    assert (call.answer, call.arguments) == (None, '{"item": "301"}')
    with prepared.engine.connect() as db:
        assert (count(db, session_rows), count(db, tool_calls)) == (0, 1)
        assert db.execute(select(human_handoffs.c.reason)).scalar_one() == ""


async def test_a_session_whose_call_still_runs_is_left_alone_until_it_has_ended(prepared: Database) -> None:
    session_id = opened(prepared)
    with prepared.engine.begin() as db:
        db.execute(update(tool_calls).values(outcome=None, answer=None))
    await forget(prepared, NOW + HOUR)
    with prepared.engine.begin() as db:
        left = count(db, session_rows)
        db.execute(update(tool_calls).values(outcome="succeeded", answer="{}"))
    await forget(prepared, NOW + 2 * HOUR)

    assert left == 1
    with prepared.engine.connect() as db:
        assert (only_call(db).session_id, only_call(db).answer, count(db, session_rows)) == (session_id, None, 0)


async def test_what_a_session_of_an_older_release_asked_cannot_be_guessed_once_it_is_forgotten(
    prepared: Database,
) -> None:
    opened(prepared)
    with prepared.engine.begin() as db:
        db.execute(update(session_rows).values(fingerprint_key=None))
    await forget(prepared, NOW + HOUR)

    with prepared.engine.connect() as db:
        assert only_call(db).fingerprint == "erased"


async def test_questions_that_are_too_old_for_a_yes_are_removed(prepared: Database) -> None:
    with prepared.engine.begin() as db:
        issue(db, Agreement("TS-1", "payEntry", "f", "facts"), NOW)
    await forget(prepared, NOW + HOUR)
    with prepared.engine.connect() as db:
        kept = count(db, confirmations)
    await forget(prepared, NOW + 2 * HOUR)

    assert kept == 1
    with prepared.engine.connect() as db:
        assert count(db, confirmations) == 0


async def test_failed_checks_of_identity_are_kept_for_as_long_as_they_count(prepared: Database) -> None:
    with prepared.engine.begin() as db:
        SessionVerification(None, lambda: NOW).count_try(db, "+12065550147")
    await forget(prepared, NOW + DAY)
    with prepared.engine.connect() as db:
        kept = (count(db, verification_tries), count(db, verification_locks))
    await forget(prepared, NOW + DAY + 2 * HOUR)

    assert kept == (1, 1)
    with prepared.engine.connect() as db:
        assert (count(db, verification_tries), count(db, verification_locks)) == (0, 0)


@pytest.mark.parametrize(("state", "days"), [("delivered", 7), ("cancelled", 7), ("dead", 90), ("waiting", None)])
async def test_messages_are_removed_some_time_after_they_were_settled(
    prepared: Database, state: str, days: int | None
) -> None:
    with prepared.engine.begin() as db:
        row = {"id": "MSG-1", "call_id": "call-1", "channel": "sms", "recipient": "+1", "body": "hello"}
        settled_at = None if days is None else NOW
        db.execute(insert(outbox).values(**row, state=state, queued_at=NOW, settled_at=settled_at))
    kept = []
    for passed in ((days or 365) * DAY - HOUR, (days or 365) * DAY):
        await forget(prepared, NOW + passed)
        with prepared.engine.connect() as db:
            kept.append(count(db, outbox))

    assert kept == ([1, 1] if days is None else [1, 0])


async def test_a_journal_of_many_answers_is_forgotten_in_batches(prepared: Database) -> None:
    fill(prepared, [settled(number, NOW, 5) for number in range(60)])
    forgotten = [await prepared.write(lambda db: forget_answers(db, NOW + DAY + HOUR)) for _ in range(4)]

    assert forgotten == [25, 25, 10, 0]
