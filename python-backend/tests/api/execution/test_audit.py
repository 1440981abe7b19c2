"""GET /calls and GET /analytics: what the journal says to those who answer for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server, TurnedClock
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result


def calls(server: Server, **query: Any) -> list[dict[str, Any]]:
    """The calls of one page."""
    found: list[dict[str, Any]] = server.client.get("/calls", params=query).json()["calls"]
    return found


def figures(client: TestClient, tool_name: str, **query: Any) -> dict[str, Any]:
    """What /analytics says of one tool."""
    tools = client.get("/analytics", params=query).json()["tools"]
    of_tool: dict[str, Any] = next(each for each in tools if each["tool"] == tool_name)
    return of_tool


def test_a_call_is_audited_with_its_arguments_masked_and_without_its_answer(server: Server) -> None:
    server.call("writeEntry", {"note": "my secret"}, call_id="w-1", agent="clerk")
    found = calls(server)

    assert found == [
        {
            "call_id": "w-1",
            "tool": "writeEntry",
            "caller": "service",
            "agent": "clerk",
            "arguments": {"note": "•••", "ending": "well", "takes_s": 0.0},
            "outcome": "succeeded",
            "attempt": 1,
            "replays": 0,
            "called_at": "2026-11-21T12:00:00.000Z",
            "settled_at": "2026-11-21T12:00:00.000Z",
            "took_ms": 0,
        }
    ]
    assert "secret" not in str(found)


def test_a_failure_is_audited_with_its_code(server: Server) -> None:
    server.call("writeEntry", {"ending": "failed"})
    server.call("writeEntry", {"takes_s": 5})

    assert {(each["outcome"], each["error_code"]) for each in calls(server)} == {
        ("failed", "declined"),
        ("timed_out", "timed_out"),
    }


def test_a_refused_call_is_not_in_the_audit(server: Server) -> None:
    server.call("writeEntri")

    assert calls(server) == []


def test_calls_are_found_by_what_is_known_of_them(server: Server) -> None:
    session = server.open_session("writeEntry")
    session.call("writeEntry", call_id="of-session")
    server.clock.move(hours=1)
    server.call("countEntries", call_id="read")
    server.call("writeEntry", {"ending": "failed"}, call_id="failed")
    session_id = calls(server, tool="writeEntry", outcome="succeeded")[0]["session_id"]

    def found(**query: Any) -> set[str]:
        return {each["call_id"] for each in calls(server, **query)}

    assert found(session_id=session_id) == {"of-session"}
    assert found(tool="countEntries") == {"read"}
    assert found(outcome="failed") == {"failed"}
    assert found(outcome="running") == set()
    assert found(until="2026-11-21T12:30:00Z") == {"of-session"}
    assert found(since="2026-11-21T14:30:00+02:00") == {"read", "failed"}
    assert found(since="2026-11-21T13:00:00Z", until="2026-11-21T13:00:00Z") == set()
    assert found(tool="writeEntry", outcome="failed", session_id=session_id) == set()


def test_pages_hold_each_call_once_though_calls_are_made_meanwhile(server: Server) -> None:
    made = [f"c-{n}" for n in range(7)]
    for number, call_id in enumerate(made):
        server.clock.move(seconds=number % 2)  # some at the same instant
        server.call("countEntries", call_id=call_id)
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 3}
    while query.get("cursor", "") is not None:
        page = server.client.get("/calls", params=query).json()
        seen += [each["call_id"] for each in page["calls"]]
        query["cursor"] = page.get("next_cursor")
        server.clock.move(seconds=1)
        server.call("countEntries", call_id=f"later-{len(seen)}")

    assert len(seen) == 7
    assert sorted(seen) == made


def test_the_figures_of_a_tool(server: Server) -> None:
    for ending in ("well", "well", "failed", "crashed"):
        server.call("writeEntry", {"ending": ending}, call_id=f"{ending}-{ending}")
    server.call("writeEntry", {"ending": "failed"})

    assert figures(server.client, "writeEntry") == {
        "tool": "writeEntry",
        "calls": 4,
        "succeeded": 1,
        "failures": {"declined": 2, "internal_error": 1},
        "p50_ms": 0,
        "p95_ms": 0,
        "p99_ms": 0,
        "replays": 1,
    }


def test_answers_given_again_are_counted(server: Server) -> None:
    for _ in range(3):
        server.call("writeEntry", call_id="w-1")
        server.call("countEntries", call_id="c-1")
    again = [{"tool_name": "writeEntry", "call_id": "w-1"}, {"tool_name": "writeEntry", "call_id": "w-2"}]
    server.client.post("/execute-tools", json={"calls": again})

    assert {each["call_id"]: each["replays"] for each in calls(server)} == {"w-1": 3, "w-2": 0, "c-1": 2}
    assert figures(server.client, "writeEntry")["replays"] == 3


def test_figures_are_of_the_last_day_unless_a_range_is_named(server: Server) -> None:
    server.call("writeEntry")
    server.clock.move(days=2)
    server.call("countEntries")

    def named(**query: Any) -> list[str]:
        tools = server.client.get("/analytics", params=query).json()["tools"]
        return [each["tool"] for each in tools]

    assert named() == ["countEntries"]
    assert named(since="2026-11-01T00:00:00Z") == ["countEntries", "writeEntry"]
    assert named(since="2026-11-01T00:00:00Z", tool="writeEntry") == ["writeEntry"]


def slow_tools(clock: TurnedClock) -> tuple[Tool, ...]:
    """Tools that let as much time pass as they are told."""

    class Pause(Arguments):
        takes_ms: int

    async def pause(_ctx: ToolContext, arguments: Pause) -> Result:
        """Let time pass."""
        clock.move(milliseconds=arguments.takes_ms)
        return Result(say="That took a while.")

    pause.__annotations__["arguments"] = Pause
    return (tool("slowRead")(pause), tool("slowWrite", effect=Effect.WRITE)(pause))


@pytest.fixture
def slow(database_url: str) -> Iterator[TestClient]:
    """A toolserver with those tools."""
    clock = TurnedClock()
    settings = Settings(database_url=database_url, openai_api_key=None)
    with TestClient(
        create_app(settings, catalogue=EVERYTHING.with_tools(slow_tools(clock)), clock=clock),
        base_url="http://127.0.0.1",
    ) as client:
        yield client


@pytest.mark.parametrize("tool_name", ["slowRead", "slowWrite"])
def test_latency_is_of_reads_and_writes(slow: TestClient, tool_name: str) -> None:
    for takes_ms in range(20, 0, -1):
        slow.post("/execute-tool", json={"tool_name": tool_name, "arguments": {"takes_ms": takes_ms * 10}})
    of_tool = figures(slow, tool_name)

    assert (of_tool["p50_ms"], of_tool["p95_ms"], of_tool["p99_ms"]) == (100, 190, 200)
    assert slow.get("/calls", params={"limit": 1}).json()["calls"][0]["took_ms"] == 10


@pytest.mark.parametrize("path", ["/calls", "/analytics"])
def test_nobody_reads_the_journal_without_credentials(server: Server, path: str) -> None:
    assert server.client.get(path).status_code == 200
    assert server.client.get(f"{path}?limit=x", headers={"Authorization": "Bearer forged"}).status_code == 401


def test_a_session_reads_its_own_calls_and_no_figures(server: Server) -> None:
    one, other = server.open_session("writeEntry"), server.open_session("writeEntry")
    for each, call_id in ((one, "ones"), (other, "others"), (server, "services")):
        each.call("writeEntry", call_id=call_id)
    server.call("writeEntry", call_id="for-one", session_id=one.session_id)

    def read(query: str) -> list[str]:
        found = server.client.get(f"/calls{query}", headers=one.headers).json()["calls"]
        return [each["call_id"] for each in found]

    assert read("") == ["ones"]
    assert read(f"?session_id={other.session_id}") == []
    assert server.client.get("/analytics?limit=x", headers=one.headers).status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("outcome=refused", "outcome"),
        ("since=yesterday", "since"),
        ("since=2026-11-21T12:00:00", "since"),
        ("tool=%00", "tool"),
        ("colour=red", "colour"),
        ("cursor=%C3%A4", "cursor"),
        ("cursor=a.b", "cursor"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_by_field(server: Server, query: str, field: str) -> None:
    answer = server.client.get(f"/calls?{query}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_arguments")
    assert list(answer.json()["error"]["fields"]) == [field]


@pytest.mark.parametrize("cursor", ["forged", "", "WyIyMDI2LTExLTIxVDEyOjAwOjAwWiIsICJcdTAwMDAiLCAiYyJd"])
def test_a_cursor_that_no_page_ended_at_is_not_found(server: Server, cursor: str) -> None:
    answer = server.client.get(f"/calls?cursor={cursor}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
