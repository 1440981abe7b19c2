"""A tool calls another one: journalled under it, once, with what it may and nothing more."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server, TurnedClock
from tests.api.execution.ledger import Empty, Entry, Written, ledger_tools, make_ledger
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, Tool, tool
from toolserver.toolkit.models import Result


class Told(Result):
    """What the other tool answered."""

    answers: list[dict[str, Any]]


class Chain(Entry):
    """What the other tool is given, and how this one ends itself."""

    crashes: bool = False


@tool("twice", effect=Effect.WRITE, calls=("writeEntry",), repeatable=True)
async def twice(ctx: ToolContext, arguments: Chain) -> Told:
    """Write two entries by the tool that writes one."""
    given = arguments.model_dump(exclude={"crashes"})
    answers = [await ctx.call("writeEntry", given), await ctx.call("writeEntry", {**given, "note": "again"})]
    if arguments.crashes:
        raise RuntimeError("after both")
    return Told(say="Done.", answers=answers)


@tool("peek", effect=Effect.READ, calls=("writeEntry", "countEntries", "mine", "loop"))
async def peek(ctx: ToolContext, arguments: Entry) -> Told:
    """Call the tool that the note names."""
    return Told(say="Done.", answers=[await ctx.call(arguments.note, {})])


@tool("loop", effect=Effect.READ, calls=("loop",))
async def loop(ctx: ToolContext, arguments: Empty) -> Told:
    """Call itself."""
    return Told(say="Done.", answers=[await ctx.call("loop", {})])


@tool("mine", access=Access.VERIFIED, effect=Effect.READ)
async def mine(ctx: ToolContext, arguments: Empty) -> Written:
    """Something for verified callers."""
    return Written(say="Yours.", rows=0)


TOOLS: tuple[Tool, ...] = (twice, peek, loop, mine)


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    """A toolserver whose tools call each other."""
    make_ledger(database_url)
    clock, catalogue = TurnedClock(), EVERYTHING.with_tools((*ledger_tools(), *TOOLS))
    app = create_app(Settings(database_url=database_url, openai_api_key=None), catalogue=catalogue, clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield Server(client, database_url, clock)


def test_nested_calls_stand_in_the_audit_under_their_parent(server: Server) -> None:
    session = server.open_session("twice")
    answer = session.call("twice", {"note": "rent"}, call_id="outer").json()
    audit = server.client.get("/calls", params={"parent_call_id": "outer"}).json()["calls"]

    assert [each["rows"] for each in answer["result"]["answers"]] == [1, 2]
    assert [(each["tool"], each["session_id"], each["outcome"]) for each in audit] == [
        ("writeEntry", session.session_id, "succeeded")
    ] * 2
    assert all(each["arguments"]["note"] == "•••" for each in audit)


def test_a_retry_of_the_parent_finds_what_it_did(server: Server) -> None:
    crashed = server.call("twice", {"note": "rent", "crashes": True}, call_id="outer").json()
    server.clock.move(minutes=5)
    other = server.call("twice", {"note": "rent"}, call_id="another").json()

    assert crashed["error"]["code"] == "internal_error"
    assert [each["rows"] for each in other["result"]["answers"]] == [3, 4]
    assert server.call("twice", {"note": "rent"}, call_id="another").json()["replayed"]
    assert server.rows() == 4


def test_the_same_nested_call_twice_is_one(server: Server) -> None:
    answer = server.call("twice", {"note": "again"}, call_id="outer").json()

    assert [each["rows"] for each in answer["result"]["answers"]] == [1, 1]
    assert server.rows() == 1


def test_a_nested_call_needs_no_grant_but_the_callers_verification(server: Server) -> None:
    session = server.open_session("peek", "writeEntry")
    session.call("writeEntry", call_id="w")

    assert session.call("countEntries", call_id="a").status_code == 403
    assert session.call("peek", {"note": "countEntries"}, call_id="b").json()["result"]["answers"][0]["rows"] == 1
    assert session.call("peek", {"note": "mine"}, call_id="c").json()["error"]["code"] == "verification_required"


@pytest.mark.parametrize("named", ["writeEntry", "ownEntries", "loop"])
def test_what_a_tool_may_not_call_ends_it(server: Server, named: str) -> None:
    answer = server.call("peek", {"note": named}, call_id="outer").json()

    assert answer["error"]["code"] == "internal_error"
    assert server.rows() == 0


def test_a_failure_of_the_other_tool_is_the_callers_to_handle(server: Server) -> None:
    answer = server.call("twice", {"ending": "failed"}, call_id="outer").json()
    audit = server.client.get("/calls", params={"parent_call_id": "outer"}).json()["calls"]

    assert answer["error"]["code"] == audit[0]["error_code"] != "internal_error"
    assert len(audit) == 1


def test_more_nested_calls_than_a_caller_may_make_are_made(server: Server) -> None:
    """Limits count what callers ask for."""

    session = server.open_session("peek")
    codes = [session.call("peek", {"note": "countEntries"}, call_id=str(n)).status_code for n in range(3)]

    assert codes == [200, 200, 200]
