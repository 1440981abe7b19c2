"""A stock MCP client lists and calls the tools, and each call happens exactly once."""

import asyncio
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.mcp_server.conftest import McpServer, error_of, named, said
from tests.mcp_server.serving import serving
from toolserver.app import create_app
from toolserver.config import Settings
from toolserver.storage.database import Database


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_service_lists_every_tool_as_the_manifest_describes_it(server: McpServer, mode: str) -> None:
    async with server.connect(mode) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    write, count = listed["writeEntry"], listed["countEntries"]

    assert {"writeEntry", "payEntry", "countEntries", "ownEntries", "lookupOrders"} <= listed.keys()
    assert write.description == "Write one row."
    assert "confirmation_token" in listed["payEntry"].input_schema["properties"]
    assert write.output_schema is not None
    assert "say" in write.output_schema["properties"]
    assert write.annotations is not None
    assert write.annotations.read_only_hint is False
    assert count.annotations is not None
    assert count.annotations.read_only_hint is True


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_call_answers_its_result_and_what_to_say(server: McpServer, mode: str) -> None:
    async with server.connect(mode) as client:
        result = await client.call_tool("writeEntry", {"note": "paid"})

    assert result.structured_content == {"say": "Written.", "rows": 1}
    assert said(result) == "Written."
    assert not result.is_error
    assert result.meta is not None
    assert str(result.meta["frontdesk/call_id"]).startswith("CALL-")
    assert result.meta["frontdesk/replayed"] is False


async def test_the_same_call_id_again_answers_what_was_recorded(server: McpServer) -> None:
    first = await server.call("writeEntry", call_id="call-1")
    again = await server.call("writeEntry", call_id="call-1")

    assert again.structured_content == first.structured_content
    assert again.meta is not None
    assert again.meta["frontdesk/replayed"] is True
    assert server.rows() == 1


async def test_a_call_id_is_the_same_over_mcp_and_over_http(server: McpServer) -> None:
    await server.call("writeEntry", call_id="call-1")
    answer = server.post("/execute-tool", {"tool_name": "writeEntry", "call_id": "call-1"})

    assert answer["replayed"] is True
    assert server.rows() == 1


async def test_parallel_duplicates_write_one_row(server: McpServer) -> None:
    async def call() -> str:
        result = await server.call("writeEntry", {"takes_s": 0.1}, call_id="call-1")
        return error_of(result)["code"] if result.is_error else "written"

    ended = await asyncio.gather(*(call() for _ in range(8)))

    assert set(ended) <= {"written", "call_in_progress"}
    assert "written" in ended
    assert server.rows() == 1


async def test_a_call_id_cannot_be_reused_for_other_arguments(server: McpServer) -> None:
    await server.call("writeEntry", call_id="call-1")
    result = await server.call("writeEntry", {"note": "other"}, call_id="call-1")

    assert error_of(result)["code"] == "call_id_reused"
    assert server.rows() == 1


async def test_a_failure_is_an_error_with_what_to_say(server: McpServer) -> None:
    result = await server.call("writeEntry", {"ending": "failed"})

    assert error_of(result) == {
        "code": "declined",
        "message": "That was declined.",
        "say": "That was declined.",
        "retryable": False,
    }
    assert said(result) == "That was declined."


async def test_a_tool_that_crashes_tells_nothing_of_its_inside(server: McpServer) -> None:
    result = await server.call("writeEntry", {"ending": "crashed"})

    assert error_of(result)["code"] == "internal_error"
    assert "hunter2" not in result.model_dump_json()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_bug_of_ours_tells_nothing_of_its_inside(server: McpServer, mode: str) -> None:
    await server.call("writeEntry", call_id="call-1")
    database = Database(server.database_url)
    with database.engine.begin() as db:
        db.execute(text("UPDATE tool_calls SET outcome = 'hunter2'"))  # no Outcome: reading it is a ValueError
    database.close()
    async with server.connect(mode) as client:
        result = await client.call_tool("writeEntry", meta=named(call_id="call-1"))

    assert error_of(result)["code"] == "internal_error"
    assert "hunter2" not in result.model_dump_json()


async def test_an_unknown_tool_is_refused_with_near_names(server: McpServer) -> None:
    error = error_of(await server.call("writeEntri"))

    assert error["code"] == "unknown_tool"
    assert "writeEntry" in error["message"]


async def test_wrong_arguments_are_refused_by_field(server: McpServer) -> None:
    result = await server.call("writeEntry", {"ending": "never"}, call_id="call-1")

    assert list(error_of(result)["fields"]) == ["ending"]
    assert result.meta is not None
    assert result.meta["frontdesk/call_id"] == "call-1"
    assert server.rows() == 0


async def test_a_name_in_meta_that_the_contract_does_not_have_is_refused(server: McpServer) -> None:
    assert list(error_of(await server.call("writeEntry", callid="call-1"))["fields"]) == ["callid"]


async def test_what_needs_a_yes_asks_first_and_does_it_once(server: McpServer) -> None:
    session = server.open_session("payEntry")
    asked = await session.call("payEntry", call_id="ask")
    token = error_of(asked)["confirmation_token"]
    paid = await session.call("payEntry", call_id="pay", confirmation_token=token)
    again = await session.call("payEntry", {"confirmation_token": token}, call_id="again")

    assert said(asked).endswith("Shall I?")
    assert paid.structured_content == {"say": "Written.", "rows": 1}
    assert again.structured_content == paid.structured_content  # the model repeats itself
    assert server.rows() == 1


async def test_calls_over_mcp_stand_in_the_audit_with_their_replays(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'audited.db'}", demo_data="off", openai_api_key=None)
    with serving(create_app(settings)) as url:
        server = McpServer(url, settings.database_url)
        opened = server.post("/sessions", {"scenario": "test", "agents": [{"name": "clerk", "tools": []}]})
        for _ in range(2):
            await server.call(
                "transfer_to_human", {"reason": "lost"}, call_id="call-1", session_id=opened["session_id"]
            )
    with TestClient(
        create_app(settings), base_url="http://127.0.0.1:8000"
    ) as later:  # replays are counted after the answer
        (audited,) = later.get("/calls", params={"session_id": opened["session_id"]}).json()["calls"]

    assert (audited["call_id"], audited["caller"], audited["replays"]) == ("call-1", "service", 1)


async def test_who_is_refused_is_told_when_to_come_back(tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path / 'limited.db'}"
    settings = Settings(database_url=database_url, openai_api_key=None, service_calls_a_minute=1)
    with serving(create_app(settings)) as url:
        server = McpServer(url, database_url)
        await server.call("lookupNewSales", {"category": "any"})
        refused = await server.call("lookupNewSales", {"category": "any"})

    assert error_of(refused)["code"] == "rate_limited"
    assert refused.meta is not None
    assert int(str(refused.meta["frontdesk/retry_after_s"])) > 0
