"""Recorded answers are replayed for a day; after that the call is known and its answer is not."""

from datetime import UTC, datetime, timedelta

import pytest

from toolserver.calls.call import SERVICE, Outcome, Settled
from toolserver.errors import ResultExpired
from toolserver.execution.retention import forget
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.journal import Entry, NewCall
from toolserver.storage.sessions import end_session, open_session
from toolserver.storage.verification import SessionVerification

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
DONE = Settled(Outcome.SUCCEEDED, '{"say": "Done."}')


def recorded(database: Database, session_id: str | None = None) -> Entry:
    """A call that was settled at NOW."""
    entry = Entry(session_id or SERVICE, "call-1", "t", "f", session_id, None)
    with database.engine.begin() as db:
        journal.record(db, NewCall(entry, "{}", NOW), DONE, NOW)
    return entry


def replayed(database: Database, entry: Entry) -> Settled | None:
    """What the same call gets."""
    with database.engine.connect() as db:
        return journal.replay(db, entry)


async def test_an_answer_is_kept_for_a_day_and_then_refused_by_name(prepared: Database) -> None:
    entry = recorded(prepared)
    await forget(prepared, NOW + DAY - timedelta(seconds=1))
    kept = replayed(prepared, entry)
    await forget(prepared, NOW + DAY)

    assert kept is not None
    assert kept.answer == DONE.answer
    with pytest.raises(ResultExpired):
        replayed(prepared, entry)


async def test_a_session_s_answer_is_kept_for_a_day_after_the_session(prepared: Database) -> None:
    with prepared.engine.begin() as db:
        opened = open_session(db, "retail", {}, NOW)
        SessionVerification(opened.id, lambda: NOW).bind(db, "CUS-0001")
    entry = recorded(prepared, opened.id)
    with prepared.engine.begin() as db:
        end_session(db, opened.id, NOW + timedelta(hours=1))
    await forget(prepared, NOW + DAY)
    kept = replayed(prepared, entry)
    await forget(prepared, NOW + DAY + timedelta(hours=1))

    assert kept is not None
    with pytest.raises(ResultExpired):
        replayed(prepared, entry)


async def test_a_call_that_still_runs_is_left_alone(prepared: Database) -> None:
    entry = Entry(SERVICE, "call-1", "t", "f", None, None)
    with prepared.engine.begin() as db:
        held = journal.claim(db, NewCall(entry, "{}", NOW), timeout_s=10)
    await forget(prepared, NOW + 3 * DAY)

    assert held is not None
    assert replayed(prepared, entry) is None
