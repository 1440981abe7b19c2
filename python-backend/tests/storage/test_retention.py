"""Recorded answers are replayed for a day; after that the call is known and its answer is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from toolserver.calls.call import SERVICE, Outcome, Settled
from toolserver.errors import ResultExpired
from toolserver.execution.retention import forget
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.journal import Entry, NewCall
from toolserver.storage.schema import prepare
from toolserver.storage.sessions import end_session, open_session

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
DONE = Settled(Outcome.SUCCEEDED, '{"say": "Done."}')


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A prepared one."""
    database = Database(database_url)
    prepare(database)
    yield database
    database.close()


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


async def test_an_answer_is_kept_for_a_day_and_then_refused_by_name(database: Database) -> None:
    entry = recorded(database)
    await forget(database, NOW + DAY - timedelta(seconds=1))
    kept = replayed(database, entry)
    await forget(database, NOW + DAY)

    assert kept is not None
    assert kept.answer == DONE.answer
    with pytest.raises(ResultExpired):
        replayed(database, entry)


async def test_a_session_s_answer_is_kept_for_a_day_after_the_session(database: Database) -> None:
    with database.engine.begin() as db:
        opened = open_session(db, "retail", {}, NOW)
    entry = recorded(database, opened.id)
    with database.engine.begin() as db:
        end_session(db, opened.id, NOW + timedelta(hours=1))
    await forget(database, NOW + DAY)
    kept = replayed(database, entry)
    await forget(database, NOW + DAY + timedelta(hours=1))

    assert kept is not None
    with pytest.raises(ResultExpired):
        replayed(database, entry)


async def test_a_call_that_still_runs_is_left_alone(database: Database) -> None:
    entry = Entry(SERVICE, "call-1", "t", "f", None, None)
    with database.engine.begin() as db:
        held = journal.claim(db, NewCall(entry, "{}", NOW), timeout_s=10)
    await forget(database, NOW + 3 * DAY)

    assert held is not None
    assert replayed(database, entry) is None
