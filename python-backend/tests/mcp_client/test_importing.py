"""Neither a server that is away nor a name that is taken stops the start."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.mcp_client.conftest import importing
from tests.mcp_client.stock import StockServer
from tests.mcp_server.serving import serving
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import McpServer, Settings, SettingsInvalid, read_settings
from toolserver.control import all_control_tools
from toolserver.execution.registry import Registry
from toolserver.mcp_client.importing import LateImport, import_tools, remote_tools
from toolserver.mcp_client.remote import RemoteServer
from toolserver.toolkit.declaration import Tool

NOWHERE = "http://127.0.0.1:9/mcp"  # discard: nothing listens there
SERVER = RemoteServer("crm", NOWHERE)
OBJECT: dict[str, Any] = {"type": "object"}


def configured(url: str, token: str | None = None) -> dict[str, McpServer]:
    """The setting, for one server."""
    return {"crm": McpServer.model_validate({"url": url, "token": token})}


def one(**listed: Any) -> Tool:
    """The tool that is made of what the server lists."""
    (made,) = remote_tools(SERVER, [{"name": "find", "inputSchema": OBJECT, **listed}])
    return made


@pytest.mark.parametrize("name", ["find-person", "find.person", "find/person"])
def test_marks_that_our_names_do_not_have_become_underscores(name: str) -> None:
    assert one(name=name).name == "crm_find_person"


def test_a_schema_s_own_definitions_are_followed() -> None:
    schema = {**OBJECT, "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}}
    arguments = one(inputSchema=schema).arguments

    assert arguments.model_validate({"a": 1}).model_dump() == {"a": 1}
    with pytest.raises(ValueError, match="integer"):
        arguments.model_validate({"a": "one"})


def test_what_goes_to_and_comes_from_other_systems_is_sensitive() -> None:
    made = one(inputSchema={**OBJECT, "properties": {"name": {"type": "string"}}})

    assert made.arguments.model_json_schema()["properties"]["name"]["x-sensitive"] is True
    assert made.result.model_json_schema()["properties"]["value"]["x-sensitive"] is True


def test_a_tool_without_a_description_gets_its_name() -> None:
    assert one(name="find_person").description == "find person"


@pytest.mark.parametrize(("hint", "may_repeat"), [(True, True), (False, False), (None, False), ("yes", False)])
def test_a_tool_may_repeat_itself_where_its_server_calls_it_idempotent(hint: object, may_repeat: bool) -> None:
    assert one(annotations={"idempotentHint": hint}).repeatable is may_repeat


def test_a_name_that_is_taken_is_left_out_and_its_siblings_are_served(
    stock_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taken = replace(all_control_tools()[0], name="crm_find", description="Ours.")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", toolserver_mcp_servers=configured(stock_url))
    with TestClient(
        create_app(settings, catalogue=EVERYTHING.with_tools([taken])), base_url="http://127.0.0.1"
    ) as client:
        served = {entry["name"]: entry["description"] for entry in client.get("/tools").json()["tools"]}

    assert served["crm_find"] == "Ours."
    assert "crm_greet" in served
    assert "tool 'crm_find' is left out: two tools are called 'crm_find': in toolserver.control" in caplog.text


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
