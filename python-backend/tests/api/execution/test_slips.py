"""A model that calls a tool again under a new call_id gets the first answer; a caller who means it again does not."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server
from tests.api.execution.ledger import Entry, Written, count_rows, ledger_tools, make_ledger, write_entry
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, tool


@pytest.fixture
def call(server: Server) -> Server:
    """A session that may write and pay."""
    return server.open_session("writeEntry", "payEntry", "countEntries")


def replayed(call: Server, call_id: str, name: str = "writeEntry", **arguments: Any) -> bool:
    """Whether the call was answered from an earlier one."""
    answer = call.call(name, arguments, call_id=call_id).json()
    assert "result" in answer, answer
    return bool(answer["replayed"])


def test_the_same_write_under_other_ids_happens_once(call: Server) -> None:
    first, *others = (call.call("writeEntry", call_id=f"call-{n}").json() for n in range(3))

    assert call.rows() == 1
    assert [each["result"] for each in others] == [first["result"]] * 2
    assert [each["replayed"] for each in (first, *others)] == [False, True, True]


def test_a_call_that_was_answered_from_another_has_that_answer_for_good(call: Server) -> None:
    replayed(call, "call-1")
    call.clock.move(seconds=59)
    replayed(call, "call-2")
    call.clock.move(seconds=30)

    assert replayed(call, "call-2") is True
    assert call.rows() == 1


def test_a_minute_after_it_was_done_it_is_meant_again(call: Server) -> None:
    answers = []
    for call_id in ("call-1", "call-2", "call-3"):
        answers.append(replayed(call, call_id))
        call.clock.move(seconds=31)

    assert answers == [False, True, False]
    assert call.rows() == 2


def test_other_arguments_are_another_call(call: Server) -> None:
    assert [replayed(call, "call-1"), replayed(call, "call-2", note="other")] == [False, False]


def test_after_another_change_the_same_is_meant_again(call: Server) -> None:
    answers = []
    for call_id, note in (("call-1", "red"), ("call-2", "blue"), ("call-3", "red"), ("call-4", "red")):
        answers.append(replayed(call, call_id, note=note))
        call.clock.move(seconds=1)

    assert answers == [False, False, False, True]
    assert call.rows() == 3


def test_a_look_in_between_is_no_change(call: Server) -> None:
    replayed(call, "call-1")
    call.clock.move(seconds=1)
    call.call("countEntries", call_id="count")
    call.clock.move(seconds=1)

    assert replayed(call, "call-2") is True


@pytest.mark.parametrize("ending", ["failed", "failed_keeping"])
def test_what_failed_may_be_tried_again(call: Server, ending: str) -> None:
    answers = [call.call("writeEntry", {"ending": ending}, call_id=f"call-{n}").json() for n in range(2)]

    assert [each["replayed"] for each in answers] == [False, False]


def test_two_sessions_do_not_repeat_each_other(server: Server) -> None:
    sessions = [server.open_session("writeEntry") for _ in range(2)]

    assert [replayed(session, "call-1") for session in sessions] == [False, False]
    assert server.rows() == 2


def test_a_service_alone_says_what_it_means_and_within_a_session_it_is_a_model(server: Server) -> None:
    session = server.open_session("writeEntry")
    alone = [server.call("writeEntry", call_id=f"call-{n}").json()["replayed"] for n in range(2)]
    within = [
        server.call("writeEntry", call_id=f"call-{n}", session_id=session.session_id).json()["replayed"]
        for n in range(2)
    ]

    assert (alone, within) == ([False, False], [False, True])
    assert server.rows() == 3


def test_parallel_twins_have_one_effect(server: Server) -> None:
    calls = [(session, n) for session in [server.open_session("writeEntry") for _ in range(8)] for n in range(3)]

    def write(of: tuple[Server, int]) -> tuple[int, str]:
        answer = of[0].call("writeEntry", {"takes_s": 0.05}, call_id=f"call-{of[1]}")
        return answer.status_code, answer.json().get("error", {}).get("code", "")

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(write, calls))
    later = [of.call("writeEntry", {"takes_s": 0.05}, call_id=f"call-{n}").json()["replayed"] for of, n in calls]

    assert server.rows() == 8
    assert set(answers) <= {(200, ""), (409, "call_in_progress")}
    assert all(later)


def test_a_yes_is_not_used_for_two_payments_and_a_second_yes_is_one(call: Server) -> None:
    def ask(call_id: str) -> str:
        token: str = call.call("payEntry", call_id=call_id).json()["error"]["confirmation_token"]
        return token

    early = [ask("ask-1")]
    call.clock.move(seconds=1)
    first = call.call("payEntry", {"confirmation_token": early[0]}, call_id="pay-1").json()
    again = call.call("payEntry", {"confirmation_token": early[0]}, call_id="pay-2").json()
    call.clock.move(seconds=1)
    late = ask("ask-2")
    call.clock.move(seconds=1)
    meant = call.call("payEntry", {"confirmation_token": late}, call_id="pay-3").json()

    assert (again["result"], again["replayed"]) == (first["result"], True)
    assert (meant["result"]["rows"], meant["replayed"]) == (2, False)


@tool("addPiece", effect=Effect.WRITE, repeatable=True)
async def add_piece(ctx: ToolContext, arguments: Entry) -> Written:
    """Write one more row."""
    await write_entry.run(ctx, arguments)
    return Written(say="Added.", rows=await ctx.read(count_rows))


def test_a_tool_may_say_that_the_same_again_is_meant(database_url: str) -> None:
    make_ledger(database_url)
    app = create_app(
        Settings(database_url=database_url, openai_api_key=None),
        catalogue=EVERYTHING.with_tools([*ledger_tools(), add_piece]),
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["addPiece"]}]}
        headers = {"Authorization": f"Bearer {client.post('/sessions', json=body).json()['token']}"}
        calls = [{"tool_name": "addPiece", "call_id": f"call-{n}"} for n in range(2)]
        answers = [client.post("/execute-tool", json=each, headers=headers).json() for each in calls]

    assert [each["result"]["rows"] for each in answers] == [1, 2]
