"""What cannot be one of our tools stops the start by name; who is away does not."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp.server.mcpserver import MCPServer
from mcp.types import Tool as ListedTool
from pydantic import SecretStr

from tests.mcp_client.conftest import importing
from tests.mcp_client.stock import StockServer
from tests.mcp_server.serving import serving
from toolserver.app import create_app
from toolserver.config import McpServer, Settings, SettingsInvalid, read_settings
from toolserver.execution.registry import DuplicateTool, Registry
from toolserver.mcp_client.importing import LateImport, RemoteToolInvalid, import_tools, remote_tool
from toolserver.mcp_client.remote import RemoteServer
from toolserver.tools.control import all_control_tools

NOWHERE = "http://127.0.0.1:9/mcp"  # discard: nothing listens there
SERVER = RemoteServer("crm", NOWHERE)
OBJECT: dict[str, Any] = {"type": "object"}


def configured(url: str, token: str | None = None) -> dict[str, McpServer]:
    """The setting, for one server."""
    return {"crm": McpServer.model_validate({"url": url, "token": token})}


@pytest.mark.parametrize("name", ["find-person", "find.person", "find/person"])
def test_marks_that_our_names_do_not_have_become_underscores(name: str) -> None:
    assert remote_tool(SERVER, ListedTool(name=name, input_schema=OBJECT)).name == "crm_find_person"


@pytest.mark.parametrize("name", ["find person", "finde_straße", "x" * 61])
def test_a_name_that_is_none_of_ours_is_refused(name: str) -> None:
    with pytest.raises(RemoteToolInvalid, match="'crm_"):
        remote_tool(SERVER, ListedTool(name=name, input_schema=OBJECT))


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "string"}, "no object"),
        ({}, "no object"),
        ({**OBJECT, "properties": {"a": {"type": "letter"}}}, "its schema is none"),
        ({**OBJECT, "properties": {"a": {"$ref": "#/$defs/Absent"}}}, "refers to what it does not hold"),
        ({**OBJECT, "properties": {"a": {"$ref": "https://schemas.example/a"}}}, "refers to what it does not hold"),
    ],
)
def test_a_schema_that_cannot_be_checked_is_refused_by_the_tool_s_name(schema: dict[str, Any], reason: str) -> None:
    with pytest.raises(RemoteToolInvalid, match=f"'crm_find' cannot be used: .*{reason}"):
        remote_tool(SERVER, ListedTool(name="find", input_schema=schema))


def test_a_schema_s_own_definitions_are_followed() -> None:
    schema = {**OBJECT, "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}}
    arguments = remote_tool(SERVER, ListedTool(name="find", input_schema=schema)).arguments

    assert arguments.model_validate({"a": 1}).model_dump() == {"a": 1}
    with pytest.raises(ValueError, match="integer"):
        arguments.model_validate({"a": "one"})


def test_what_goes_to_and_comes_from_other_systems_is_sensitive() -> None:
    schema = {**OBJECT, "properties": {"name": {"type": "string"}}}
    tool = remote_tool(SERVER, ListedTool(name="find", input_schema=schema))

    assert tool.arguments.model_json_schema()["properties"]["name"]["x-sensitive"] is True
    assert tool.result.model_json_schema()["properties"]["value"]["x-sensitive"] is True


def test_a_tool_without_a_description_gets_its_name() -> None:
    assert remote_tool(SERVER, ListedTool(name="find_person", input_schema=OBJECT)).description == "find person"


def test_a_bad_name_stops_the_start(tmp_path: Path) -> None:
    server = MCPServer("stock")
    server.add_tool(lambda: "found", name="find:person", description="Find.")
    with serving(server.streamable_http_app()) as url, pytest.raises(RemoteToolInvalid, match="'crm_find:person'"):
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'x.db'}", toolserver_mcp_servers=configured(f"{url}/mcp")
        )
        create_app(settings)


def test_a_name_that_is_taken_stops_the_start(stock_url: str, tmp_path: Path) -> None:
    taken = replace(all_control_tools()[0], name="crm_find")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", toolserver_mcp_servers=configured(stock_url))

    with pytest.raises(DuplicateTool, match="'crm_find'"):
        create_app(settings, tools=[taken])


def test_a_server_that_is_away_is_named_and_does_not_stop_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with importing(tmp_path / "importer.db", NOWHERE) as importer:
        names = importer.manifest()

    assert not [name for name in names if name.startswith("crm_")]
    assert "MCP server crm does not answer (ConnectError" in caplog.text


async def test_the_tools_of_a_server_that_comes_back_appear(
    stock: StockServer, caplog: pytest.LogCaptureFixture
) -> None:
    registry = Registry(all_control_tools(), 30)
    with serving(stock.app()) as url:
        coming_back = RemoteServer("crm", f"{url}/mcp")
        caplog.set_level(logging.INFO)
        async with asyncio.timeout(30):
            asked_again = await LateImport([coming_back], registry.add).round()

    assert asked_again is None
    assert registry.get("crm_find").description == "Find a person."
    assert "MCP server crm answers now" in caplog.text


async def test_late_tools_whose_names_are_taken_stay_out_together(
    stock: StockServer, caplog: pytest.LogCaptureFixture
) -> None:
    registry = Registry([replace(all_control_tools()[0], name="crm_greet")], 30)
    with serving(stock.app()) as url:
        async with asyncio.timeout(30):
            await LateImport([RemoteServer("crm", f"{url}/mcp")], registry.add).round()

    assert [tool.name for tool in registry] == ["crm_greet"]
    assert "stay out" in caplog.text


def test_the_token_opens_a_server_that_asks_for_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    guarded = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", toolserver_api_key=SecretStr("right"))
    with serving(create_app(guarded)) as url:
        right = import_tools(configured(f"{url}/mcp", "right"))
        wrong = import_tools(configured(f"{url}/mcp", "wrong"))

    assert "crm_lookupOrders" in [tool.name for tool in right.tools]
    assert [server.name for server in wrong.away] == ["crm"]
    assert "HTTP 401" in caplog.text


@pytest.mark.parametrize(
    "value", ['{"crm": ', '{"crm": {"token": "hunter2"}}', '{"crm": {"url": "hunter2"}}', '["hunter2"]']
)
def test_a_setting_that_cannot_work_is_named_without_quoting_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TOOLSERVER_MCP_SERVERS", value)

    with pytest.raises(SettingsInvalid, match="TOOLSERVER_MCP_SERVERS") as refused:
        read_settings()
    assert "hunter2" not in str(refused.value)
