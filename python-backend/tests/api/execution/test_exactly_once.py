"""One call_id, one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.execution.conftest import Server
from toolserver.calls.call import SERVICE, Outcome, Settled
from toolserver.errors import CallInProgress
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.storage.journal import Claim, ClaimLost, Entry, NewCall


def test_the_same_call_again_gets_the_stored_answer(server: Server) -> None:
    first = server.call("writeEntry", call_id="call-1").json()
    again = server.call("writeEntry", call_id="call-1").json()

    assert server.rows() == 1
    assert again["result"] == first["result"]
    assert (first["replayed"], again["replayed"]) == (False, True)


def test_parallel_duplicates_have_one_effect(server: Server) -> None:
    def call(_: int) -> int:
        return server.call("writeEntry", {"takes_s": 0.05}, call_id="call-1").status_code

    with ThreadPoolExecutor(12) as threads:
        statuses = list(threads.map(call, range(50)))

    assert server.rows() == 1
    assert set(statuses) <= {200, 409}
    assert server.call("writeEntry", {"takes_s": 0.05}, call_id="call-1").json()["replayed"] is True


def test_a_call_id_cannot_be_reused_for_other_arguments(server: Server) -> None:
    server.call("writeEntry", call_id="call-1")
    response = server.call("writeEntry", {"note": "other"}, call_id="call-1")

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "call_id_reused"
    assert server.rows() == 1


def test_call_ids_of_two_sessions_never_meet(server: Server) -> None:
    for _ in range(2):
        server.open_session("writeEntry").call("writeEntry", call_id="call-1")

    assert server.rows() == 2


def test_call_ids_of_the_sessions_that_a_service_names_never_meet(server: Server) -> None:
    one, other = server.open_session("writeEntry"), server.open_session("writeEntry")
    calls = [server.call("writeEntry", call_id="call_1", session_id=each.session_id) for each in (one, other)]
    again = server.call("writeEntry", call_id="call_1", session_id=other.session_id)

    assert [call.json()["replayed"] for call in (*calls, again)] == [False, False, True]
    assert server.rows() == 2


def test_a_service_in_a_session_and_the_session_itself_have_call_ids_of_their_own(server: Server) -> None:
    session = server.open_session("writeEntry")
    for answer in (
        session.call("writeEntry", call_id="call_1"),
        server.call("writeEntry", call_id="call_1", session_id=session.session_id),
        server.call("writeEntry", call_id="call_1"),
    ):
        assert answer.json()["replayed"] is False

    assert server.rows() == 3


@pytest.mark.parametrize(
    ("ending", "rows"), [("failed", 0), ("failed_keeping", 1), ("crashed", 0), ("wrong_result", 0)]
)
def test_a_failed_write_leaves_nothing_unless_it_says_so(server: Server, ending: str, rows: int) -> None:
    first = server.call("writeEntry", {"ending": ending}, call_id="call-1")
    again = server.call("writeEntry", {"ending": ending}, call_id="call-1")

    assert server.rows() == rows
    assert first.status_code == again.status_code == 200
    assert first.json()["error"] == again.json()["error"]
    assert again.json()["replayed"] is True


def test_a_crash_tells_the_caller_a_reference_and_nothing_else(server: Server) -> None:
    error = server.call("writeEntry", {"ending": "crashed"}).json()["error"]

    assert error["code"] == "internal_error"
    assert "reference" in error["message"]
    assert "hunter2" not in str(error)


def test_a_tool_that_takes_too_long_times_out_without_effect(server: Server) -> None:
    error = server.call("writeEntry", {"takes_s": 5}, call_id="call-1").json()["error"]

    assert (error["code"], error["retryable"]) == ("timed_out", False)
    assert server.rows() == 0


def test_a_read_is_replayed_as_it_was_first_answered(server: Server) -> None:
    before = server.call("countEntries", call_id="count-1").json()
    server.call("writeEntry")
    again = server.call("countEntries", call_id="count-1").json()

    assert again["result"] == before["result"]
    assert again["replayed"] is True
    assert server.call("countEntries").json()["result"]["rows"] == 1


def _entry() -> Entry:
    return Entry(owner=SERVICE, call_id="call-1", tool="t", fingerprint="f", session_id=None, agent=None)


def test_a_running_call_is_refused_until_its_lease_is_over_and_then_taken_over(server: Server) -> None:
    database, clock = Database(server.database_url), server.clock
    with database.engine.begin() as db:
        first = journal.claim(db, NewCall(_entry(), "{}", clock()), timeout_s=10)
    with database.engine.begin() as db, pytest.raises(CallInProgress):
        journal.take_over(db, _entry(), clock(), timeout_s=10)
    clock.move(seconds=16)
    with database.engine.begin() as db:
        second = journal.take_over(db, _entry(), clock(), timeout_s=10)

    assert isinstance(first, Claim)
    assert isinstance(second, Claim)
    assert second.attempt == 2
    with pytest.raises(ClaimLost), database.engine.begin() as db:
        journal.settle(db, first, Settled(Outcome.SUCCEEDED, "{}"), clock())
    database.close()


def test_a_session_must_first_get_what_a_tool_builds_on(server: Server) -> None:
    session = server.open_session("countEntries", "writeEntry")

    early = session.call("countEntries", call_id="count-1").json()
    session.call("writeEntry", call_id="write-1")
    late = session.call("countEntries", call_id="count-2").json()

    assert early["error"]["code"] == "required_first"
    assert "writeEntry" in early["error"]["message"]
    assert late["result"]["rows"] == 1
