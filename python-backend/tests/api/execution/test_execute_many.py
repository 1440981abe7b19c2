"""POST /execute-tools: several calls, each as if it had been sent alone."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.execution.conftest import Server
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.errors import FrontdeskError
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result


def call_all(server: Server, *calls: dict[str, Any]) -> Response:
    """POST /execute-tools."""
    return server.client.post("/execute-tools", json={"calls": calls}, headers=server.headers)


def results(server: Server, *calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What became of each."""
    answered: list[dict[str, Any]] = call_all(server, *calls).json()["results"]
    return answered


def a_write(call_id: str | None = None, **arguments: Any) -> dict[str, Any]:
    """One writing call."""
    call = {"tool_name": "writeEntry", "arguments": arguments}
    return call if call_id is None else {**call, "call_id": call_id}


COUNT = {"tool_name": "countEntries"}


def test_each_call_is_answered_in_its_place(server: Server) -> None:
    ended = results(server, a_write("w-1"), COUNT, a_write("w-2"), {**COUNT, "call_id": "c-2"})

    assert [each["result"]["rows"] for each in ended] == [1, 1, 2, 2]
    assert [each["call_id"] for each in (ended[0], *ended[2:])] == ["w-1", "w-2", "c-2"]
    assert ended[1]["call_id"].startswith("CALL-")
    assert all(each.keys() == {"call_id", "result", "replayed", "took_ms"} for each in ended)


def test_the_same_calls_again_take_effect_once(server: Server) -> None:
    calls = [a_write("w-1"), a_write("w-2"), {**COUNT, "call_id": "c-1"}]
    first, again = results(server, *calls), results(server, *calls)

    assert server.rows() == 2
    assert [each["replayed"] for each in (*first, *again)] == [False] * 3 + [True] * 3
    assert [each["result"] for each in first] == [each["result"] for each in again]


def test_a_call_means_the_same_alone_and_among_others(server: Server) -> None:
    alone = server.call("writeEntry", call_id="w-1").json()
    among = results(server, a_write("w-1"), a_write("w-1"), a_write("w-1", note="other"))

    assert server.rows() == 1
    assert [each.get("result") for each in among[:2]] == [alone["result"]] * 2
    assert (among[2]["call_id"], among[2]["error"]["code"], among[2]["status"]) == ("w-1", "call_id_reused", 409)


def test_a_failed_or_refused_call_does_not_stop_the_others(server: Server) -> None:
    bad_text = {"tool_name": "writeEntry", "arguments": "{"}
    ended = results(
        server, a_write(ending="crashed"), a_write(ending="failed"), {"tool_name": "writeEntri"}, bad_text, a_write()
    )

    assert [each.get("error", {}).get("code") for each in ended] == [
        "internal_error",
        "declined",
        "unknown_tool",
        "invalid_arguments",
        None,
    ]
    assert [each.get("status") for each in ended] == [None, None, 404, 422, None]
    assert server.rows() == 1


def test_a_sessions_calls_are_each_checked(server: Server) -> None:
    session = server.open_session("writeEntry", "ownEntries")
    ended = results(session, a_write("w-1"), a_write(), {**COUNT, "call_id": "c"}, {**a_write("w-2"), "agent": "sales"})

    assert [each.get("status") for each in ended] == [None, 422, 403, 403]
    assert server.rows() == 1


def test_many_calls_in_one_request_count_as_many(server: Server) -> None:
    session = server.open_session("writeEntry")
    ended = results(session, *(a_write(f"w-{n}") for n in range(4)))

    assert [each.get("status") for each in ended] == [None, None, None, 429]


def test_what_a_call_provides_is_there_for_the_next(server: Server) -> None:
    session = server.open_session("writeEntry", "countEntries")
    early, _, late = results(session, {**COUNT, "call_id": "c-1"}, a_write("w-1"), {**COUNT, "call_id": "c-2"})

    assert early["error"]["code"] == "required_first"
    assert late["result"]["rows"] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "malformed_request"),
        ("[]", 400, "malformed_request"),
        ("{}", 422, "invalid_arguments"),
        ('{"calls": []}', 422, "invalid_arguments"),
        ('{"calls": {}}', 422, "invalid_arguments"),
        (json.dumps({"calls": [a_write(), {}]}), 422, "invalid_arguments"),
        (json.dumps({"calls": [a_write()] * 21}), 422, "invalid_arguments"),
        (json.dumps({"calls": [a_write(note="x" * 2_000_000)]}), 413, "too_large"),
    ],
)
def test_a_request_that_is_wrong_as_a_whole_runs_nothing(server: Server, body: str, status: int, code: str) -> None:
    answer = server.client.post("/execute-tools", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert server.rows() == 0


@dataclass
class Meeting:
    """A tool that ends only when enough calls of it run at the same time, and another that must run alone."""

    together: int
    arrived: int = 0
    most_at_once: int = 0
    running: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    def tools(self) -> tuple[Tool, ...]:
        """Both."""

        @tool("meet")
        async def meet(_ctx: ToolContext, _arguments: Arguments) -> Result:
            """Wait for the others."""
            self.arrived += 1
            if self.arrived == self.together:
                self.complete.set()
            await self.complete.wait()
            return Result(say="We met.")

        @tool("beAlone", effect=Effect.WRITE)
        async def be_alone(_ctx: ToolContext, _arguments: Arguments) -> Result:
            """Notice company."""
            self.running += 1
            self.most_at_once = max(self.most_at_once, self.running)
            await asyncio.sleep(0.01)
            self.running -= 1
            return Result(say="I was alone.")

        return (meet, be_alone)


@pytest.fixture
def meeting() -> Meeting:
    """Of five."""
    return Meeting(together=5)


@pytest.fixture
def met(database_url: str, meeting: Meeting) -> Iterator[TestClient]:
    """A toolserver with those tools, five calls a request."""
    settings = Settings(
        database_url=database_url, openai_api_key=None, function_batch_size=5, function_timeout_seconds=5
    )
    app = create_app(settings, catalogue=EVERYTHING.with_tools(meeting.tools()))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_calls_that_only_read_run_side_by_side(met: TestClient) -> None:
    answer = met.post("/execute-tools", json={"calls": [{"tool_name": "meet"}] * 5})

    assert [each["result"]["say"] for each in answer.json()["results"]] == ["We met."] * 5


def test_calls_that_write_run_one_after_the_other(met: TestClient, meeting: Meeting) -> None:
    met.post("/execute-tools", json={"calls": [{"tool_name": "beAlone"}] * 5})

    assert meeting.most_at_once == 1


def test_how_many_calls_a_request_may_hold_is_a_setting(met: TestClient) -> None:
    answer = met.post("/execute-tools", json={"calls": [{"tool_name": "beAlone"}] * 6})
    schema = met.get("/openapi.json").json()["paths"]["/execute-tools"]["post"]["requestBody"]["content"]

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {"calls": "at most 5"}
    assert schema["application/json"]["schema"]["properties"]["calls"]["maxItems"] == 5


def test_switched_off_nothing_runs(database_url: str) -> None:
    settings = Settings(database_url=database_url, openai_api_key=None, function_calling_enabled=False)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        answer = client.post("/execute-tools", json={"calls": [{"tool_name": "retrievePolicy"}]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")


def test_a_bug_in_one_call_leaves_the_answers_of_the_others(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a bug of a tool, which is an outcome, but one of ours around it."""

    def break_down(_fact: str) -> tuple[str, ...]:
        raise FrontdeskError("the password is hunter2")

    session = server.open_session("countEntries", "writeEntry")
    monkeypatch.setattr("toolserver.execution.registry.Registry.providers", lambda _self, fact: break_down(fact))
    broken, fine = results(session, {**COUNT, "call_id": "c-1"}, a_write("w-1"))

    assert (broken["call_id"], broken["status"], broken["error"]["code"]) == ("c-1", 500, "internal_error")
    assert "hunter2" not in str(broken)
    assert fine["result"]["rows"] == 1


@pytest.mark.parametrize("wrong", [{"call_id": "a\x00"}, {"arguments": {"note": "\x00"}}, {"arguments": {"\x00": [1]}}])
def test_what_cannot_be_stored_is_refused_in_its_own_result(server: Server, wrong: dict[str, Any]) -> None:
    calls = [{"tool_name": "writeEntry", **wrong}, {"tool_name": "writeEntry", "call_id": "call-2"}]
    refused, answered = server.client.post("/execute-tools", json={"calls": calls}).json()["results"]

    assert (refused["status"], refused["error"]["code"]) == (400, "malformed_request")
    assert answered["result"]["rows"] == 1
