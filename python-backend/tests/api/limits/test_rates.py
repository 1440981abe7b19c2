"""How many calls a minute: of sessions always, of services where it is configured."""

from typing import Any

import pytest
from httpx2 import Response

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving


def other_calls(server: Server, number: int, **more: Any) -> list[Response]:
    """Calls of which no two are the same."""
    return [
        server.call("writeEntry", {"note": f"entry {n}"}, call_id=f"call {server.rows()} {n}", **more)
        for n in range(number)
    ]


def statuses(answers: list[Response]) -> list[int]:
    """Theirs."""
    return [answer.status_code for answer in answers]


def test_a_session_that_calls_too_often_is_told_when_to_come_back(database_url: str) -> None:
    with serving(database_url, session_calls_a_minute=2) as server:
        session = server.open_session("writeEntry")
        first = other_calls(session, 1)
        server.clock.move(seconds=20)
        *others, refused = other_calls(session, 2)
        server.clock.move(seconds=40)
        later = other_calls(session, 1)

    assert statuses([*first, *others, *later]) == [200] * 3
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
    assert (refused.json()["error"]["code"], refused.json()["error"]["retryable"]) == ("rate_limited", True)


def test_the_same_call_again_and_again_ends_with_words_to_the_model(database_url: str) -> None:
    with serving(database_url, session_identical_calls_a_minute=2) as server:
        session = server.open_session("writeEntry")
        *answers, refused = [session.call("writeEntry", call_id=f"call {n}") for n in range(3)]
        error = refused.json()["error"]

    assert statuses(answers) == [200, 200]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert (error["code"], error["retryable"]) == ("repeated_call", False)
    assert error["message"].startswith("Stop: writeEntry was called with the same arguments 2 times")
    assert "tell the caller" in error["message"]


def test_one_tool_again_and_again_with_other_arguments_is_a_loop_too(database_url: str) -> None:
    with serving(database_url, session_calls_of_one_tool_a_minute=3) as server:
        session = server.open_session("writeEntry", "countEntries")
        *answers, refused = other_calls(session, 4)
        another_tool = session.call("countEntries", call_id="count")
        error = refused.json()["error"]

    assert statuses([*answers, another_tool]) == [200] * 4
    assert (refused.status_code, error["code"], error["retryable"]) == (429, "repeated_call", False)
    assert error["message"].startswith("Stop: writeEntry was called 3 times")
    assert "Tell the caller" in error["message"]


def test_the_same_call_id_is_the_same_call_and_costs_nothing(database_url: str) -> None:
    with serving(database_url, session_calls_a_minute=1, session_identical_calls_a_minute=1) as server:
        session = server.open_session("writeEntry")
        answers = [session.call("writeEntry", call_id="call-1") for _ in range(5)]

    assert statuses(answers) == [200] * 5


def test_services_are_exempt_unless_configured(database_url: str) -> None:
    with serving(database_url, session_calls_a_minute=1, session_identical_calls_a_minute=1) as server:
        answers = [server.call("writeEntry") for _ in range(5)]

    assert statuses(answers) == [200] * 5


@pytest.mark.parametrize("name", ["service_calls_a_minute", "service_identical_calls_a_minute"])
def test_a_service_is_limited_as_a_whole_and_each_session_it_names_for_itself(database_url: str, name: str) -> None:
    with serving(database_url, **{name: 2}) as server:
        opened = [server.client.post("/sessions", json=_OPENING).json()["session_id"] for _ in range(2)]
        named = [server.call("writeEntry", session_id=session_id) for session_id in opened for _ in range(3)]
        alone = [server.call("writeEntry") for _ in range(3)]

    assert statuses([*named, *alone]) == [200, 200, 429] * 3


def test_a_session_and_a_service_that_names_it_are_counted_apart(database_url: str) -> None:
    with serving(database_url, session_calls_a_minute=1, service_calls_a_minute=1) as server:
        opened = server.client.post("/sessions", json=_OPENING).json()
        session = Server(server.client, database_url, server.clock, {"Authorization": f"Bearer {opened['token']}"})
        answers = [
            server.call("writeEntry", session_id=opened["session_id"]),
            session.call("writeEntry", call_id="call-1"),
        ]

    assert statuses(answers) == [200, 200]


def test_within_several_calls_the_wait_stands_in_the_item(database_url: str) -> None:
    with serving(database_url, service_calls_a_minute=1) as server:
        calls = [{"tool_name": "writeEntry"}] * 2
        answered, refused = server.client.post("/execute-tools", json={"calls": calls}).json()["results"]

    assert "result" in answered
    assert (refused["status"], refused["retry_after_s"]) == (429, 60)


_OPENING = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["writeEntry"]}]}
