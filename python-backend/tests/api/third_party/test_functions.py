"""Functions of other people's: what they return, and how they end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving
from tests.api.third_party.tools import ENDINGS, SECRET

UNKNOWN = "That did not work, and I could not confirm whether it was done."
PLACES = ["fail_in_thread", "fail_on_loop"]


@pytest.fixture(scope="module", name="server")
def server_with_their_tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On SQLite: what is tested here does not touch the database's kind."""
    file: Path = tmp_path_factory.mktemp("third_party") / "frontdesk.db"
    with serving(f"sqlite:///{file}", toolserver_tools="tests.api.third_party.tools") as server:
        yield server


def error_of(server: Server, place: str, ending: str) -> dict[str, Any]:
    """The error that the call was answered."""
    answer = server.call(place, {"ending": ending})
    assert answer.status_code == 200, answer.text
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("ending", ["plain", "says_nonsense", "own_timeout", "system_exit", "stop"])
def test_an_ordinary_exception_is_a_failure_with_a_reference_and_without_its_text(
    server: Server, caplog: pytest.LogCaptureFixture, place: str, ending: str
) -> None:
    error = error_of(server, place, ending)
    reference = error["message"].split()[-1]

    assert (error["code"], error["retryable"], error["say"]) == ("tool_failed", False, UNKNOWN)
    assert error["message"].startswith(f"{place} raised an exception, reference ")
    assert SECRET not in str(error)
    assert f"tool {place} crashed, reference {reference}" in caplog.messages


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("ending", "code", "retryable"),
    [
        ("says", "tool_failed", False),
        ("says_half", "tool_failed", False),
        ("says_more", "empty_shelf", True),
        ("tool_failed", "empty_shelf", False),
    ],
)
def test_an_exception_that_says_more_speaks_for_itself(
    server: Server, place: str, ending: str, code: str, retryable: bool
) -> None:
    error = error_of(server, place, ending)

    assert (error["code"], error["retryable"]) == (code, retryable)
    assert error["say"] == error["message"] == "The shelf is empty."


@pytest.mark.parametrize("place", PLACES)
def test_after_every_bad_end_the_program_goes_on(server: Server, place: str) -> None:
    for ending in ENDINGS:
        error_of(server, place, ending)

    assert server.client.get("/readyz").status_code == 200
    assert server.call("say_nothing").json()["result"] == {"say": "That is done.", "value": None}


def test_a_function_that_is_cancelled_from_within_fails_like_any_other(server: Server) -> None:
    assert server.call("cancel_itself").json()["error"]["code"] == "tool_failed"


def test_an_exception_of_a_tool_that_only_reads_may_be_tried_again(server: Server) -> None:
    error = server.call("readSchema").json()["error"]

    assert (error["code"], error["retryable"], error["say"]) == ("tool_failed", True, "That did not work.")


def test_bound_methods_share_their_object_and_get_the_context(server: Server) -> None:
    first = server.call("count_up", {"by": 5}).json()["result"]
    second = server.call("count_down", call_id="down-1").json()["result"]

    assert first == {"say": "5", "value": 5}
    assert second == {"say": "I have the details.", "value": ["down-1", "4"]}


def test_an_async_function_under_a_plain_decorator_is_awaited(server: Server) -> None:
    assert server.call("greet", {"greeting": "Hello"}).json()["result"]["say"] == "Hello!"


def test_a_tool_of_theirs_may_write_a_unit(server: Server) -> None:
    assert server.call("writeUnit").json()["result"] == {"say": "Written."}


def test_of_our_own_tools_it_is_known_that_nothing_was_done(server: Server) -> None:
    too_long = server.call("writeEntry", {"takes_s": 5}).json()["error"]
    crashed = server.call("writeEntry", {"ending": "crashed"}).json()["error"]

    assert too_long["say"] == "That took too long, so I did not do it."
    assert crashed["say"] == "Something went wrong on our side, and nothing was changed."
    assert server.rows() == 0
