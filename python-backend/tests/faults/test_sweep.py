"""Calls that nobody will settle: their process is gone, and nobody asks again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from toolserver.calls.call import SERVICE, Outcome, Settled
from toolserver.execution.sweep import GRACE, sweep
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.journal import Claim, ClaimLost, Entry, NewCall
from toolserver.storage.schema import take_over

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ENTRY = Entry(owner=SERVICE, call_id="call-1", tool="t", fingerprint="f", session_id=None, agent=None)
TIMEOUT_S = 10
LEASE_OVER = NOW + timedelta(seconds=TIMEOUT_S + 5)
DONE = Settled(Outcome.SUCCEEDED, '{"say": "Done."}')


def claimed(database: Database, now: datetime = NOW) -> Claim:
    """A claim of a process that will not settle it."""
    with database.engine.begin() as db:
        held = journal.claim(db, NewCall(ENTRY, "{}", now), TIMEOUT_S) or journal.take_over(db, ENTRY, now, TIMEOUT_S)
    assert isinstance(held, Claim)
    return held


def recorded(database: Database) -> Settled | None:
    """How the call ended."""
    with database.engine.connect() as db:
        return journal.replay(db, ENTRY)


async def test_a_call_that_nobody_took_over_ends_as_crashed(prepared: Database) -> None:
    claimed(prepared)
    await sweep(prepared, LEASE_OVER + GRACE)
    ended = recorded(prepared)

    assert ended is not None
    assert ended.outcome is Outcome.CRASHED
    assert "I could not confirm whether it was done" in ended.answer


async def test_who_asks_again_soon_after_the_lease_gets_a_run_and_not_an_apology(prepared: Database) -> None:
    claimed(prepared)
    await sweep(prepared, LEASE_OVER + GRACE - timedelta(seconds=1))

    assert recorded(prepared) is None
    assert claimed(prepared, LEASE_OVER).attempt == 2


async def test_an_attempt_that_comes_back_after_the_sweep_leaves_no_trace(prepared: Database) -> None:
    late = claimed(prepared)
    await sweep(prepared, LEASE_OVER + GRACE)

    with pytest.raises(ClaimLost), prepared.engine.begin() as db:
        journal.settle(db, late, DONE, NOW)


async def test_what_was_settled_is_left_alone(prepared: Database) -> None:
    held = claimed(prepared)
    with prepared.engine.begin() as db:
        journal.settle(db, held, DONE, NOW)
    await sweep(prepared, LEASE_OVER + GRACE)

    assert recorded(prepared) == Settled(DONE.outcome, DONE.answer, replayed=True)


async def test_a_restarted_sqlite_process_takes_over_at_once_and_forgets_no_call(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'frontdesk.db'}")
    take_over(database)
    before = claimed(database)
    take_over(database)
    after = claimed(database)

    assert (before.attempt, after.attempt) == (1, 2)
    with pytest.raises(ClaimLost), database.engine.begin() as db:
        journal.settle(db, before, DONE, NOW)
    database.close()
