"""One odd tool of another server is renamed, described as well as can be, or left out; its siblings are served."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.mcp_client.conftest import importing
from tests.mcp_client.plain import PlainServer, tool
from toolserver.control import all_control_tools
from toolserver.execution.registry import Registry
from toolserver.mcp_client.importing import LateImport
from toolserver.mcp_client.remote import RemoteServer

GOOD = tool("good")
LONG = "generate_monthly_accounts_receivable_aging_report_for_customer_x"
TUPLE = {"pages": {"type": "array", "items": [{"type": "integer"}, {"type": "integer"}]}}
NO_PYTHON = r"^(?<y>[0-9]{4})-\p{L}+$"


def manifest(tmp_path: Path, *tools: object) -> dict[str, dict[str, Any]]:
    """What is served of them, without the prefix; the document must hold them too."""
    with PlainServer(tools).served() as url, importing(tmp_path / "x.db", url) as importer:
        served = importer.manifest()
        assert importer.get("/openapi.json")["openapi"].startswith("3.1")
    return {name.removeprefix("crm_"): entry for name, entry in served.items() if name.startswith("crm_")}


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("search:orders", "search_orders"),
        ("find person", "find_person"),
        ("finde_straße", "finde_stra_e"),
        (LONG, "generate_monthly_accounts_receivable_aging_report_f_42ccc1fd"),
    ],
)
def test_a_name_that_is_none_of_ours_is_changed_into_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, listed: str, name: str
) -> None:
    caplog.set_level(logging.INFO)
    served = manifest(tmp_path, GOOD, tool(listed))

    assert {"good", name} == set(served)
    assert f"MCP server crm: tool {listed!r} is called crm_{name} here" in caplog.messages


@pytest.mark.parametrize("listed", [("go_od", "go-od"), ("go-od", "go_od")])
def test_two_names_that_become_one_stay_two_in_whatever_order_they_are_listed(
    tmp_path: Path, listed: tuple[str, str]
) -> None:
    assert set(manifest(tmp_path, *map(tool, listed))) == {"go_od", "go_od_bb248093"}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"inputSchema": {"type": "object"}}, "tool None is left out: it has no name"),
        ("a tool", "tool None is left out: it has no name"),
        (GOOD, "tool 'good' is left out: a tool of that name was listed before"),
    ],
)
def test_a_tool_that_cannot_be_called_is_left_out_with_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, odd: object, reason: str
) -> None:
    assert set(manifest(tmp_path, GOOD, odd)) == {"good"}
    assert [line for line in caplog.messages if "left out" in line] == [f"MCP server crm: {reason}"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"type": "object", "properties": None},
        {"type": "object", "properties": {"a": True, "b": "text", "c": {"type": "letter"}}, "required": "a"},
        {"type": "object", "properties": TUPLE},
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/Absent"}, "b": {"$ref": "https://x.example/b"}}},
        {"type": "object", "properties": {"a": {"$ref": "#/properties/a"}}},
        {"type": "object", "properties": {"a": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}}},
        {"type": "object", "properties": {"a": {"type": "string", "pattern": NO_PYTHON}}},
        {"type": "object", "patternProperties": {"(": {"type": "string"}}, "additionalProperties": False},
        {"type": ["object", "null"], "anyOf": [True, "text"]},
        [],
    ],
)
def test_of_an_odd_schema_what_can_be_read_is_asked_for(tmp_path: Path, schema: object) -> None:
    server = PlainServer([GOOD, {**tool("odd"), "inputSchema": schema}])
    with server.served() as url, importing(tmp_path / "x.db", url) as importer:
        parameters = importer.manifest()["crm_odd"]["parameters"]
        answers = [importer.call(f"crm_{name}", {"a": "2026-Jan"}) for name in ("odd", "good")]

    Draft202012Validator.check_schema(parameters)
    assert parameters["type"] == "object"
    assert isinstance(parameters["properties"], dict)
    assert all("result" in answer or answer["error"]["fields"] for answer in answers)


def test_a_tool_without_a_schema_takes_anything(tmp_path: Path) -> None:
    server = PlainServer([{"name": "bare"}])
    with server.served() as url, importing(tmp_path / "x.db", url) as importer:
        importer.call("crm_bare", {"a": [1, None]})

    assert server.given == [{"a": [1, None]}]


def test_a_tuple_is_checked_as_one(tmp_path: Path) -> None:
    server = PlainServer([tool("read", {"type": "object", "properties": TUPLE})])
    with server.served() as url, importing(tmp_path / "x.db", url) as importer:
        wrong = importer.call("crm_read", {"pages": [1, "x"]})["error"]
        importer.call("crm_read", {"pages": [1, 2]})

    assert wrong["fields"] == {"pages.1": 'type: "integer"'}
    assert server.given == [{"pages": [1, 2]}]


def test_a_pattern_that_is_not_checked_is_published_as_such(tmp_path: Path) -> None:
    field = {"type": "string", "description": "The id.", "pattern": NO_PYTHON}
    served = manifest(tmp_path, tool("find", {"type": "object", "properties": {"id": field}}))

    published = served["find"]["parameters"]["properties"]["id"]
    assert "pattern" not in published
    assert published["description"] == f"The id. (pattern, not checked here: {NO_PYTHON})"


def test_what_is_asked_for_by_reference_is_asked_for(tmp_path: Path) -> None:
    wanted = {"type": "object", "properties": {"q": {"type": "string"}}, "required": ["q"]}
    served = manifest(tmp_path, tool("find", {"$ref": "#/definitions/Args", "definitions": {"Args": wanted}}))

    assert served["find"]["parameters"]["required"] == ["q"]
    assert list(served["find"]["parameters"]["properties"]) == ["q"]


@pytest.mark.parametrize(
    "field", ["description", "title", "annotations", "outputSchema", "icons", "_meta", "execution"]
)
def test_odd_extras_of_a_tool_cost_nothing(tmp_path: Path, field: str) -> None:
    assert set(manifest(tmp_path, GOOD, tool("odd", **{field: 7}))) == {"good", "odd"}


async def test_late_tools_whose_names_are_taken_are_left_out_and_their_siblings_come(
    caplog: pytest.LogCaptureFixture,
) -> None:
    registry = Registry([replace(all_control_tools()[0], name="crm_taken")], 30)
    with PlainServer([tool("taken"), tool("free")]).served() as url:
        async with asyncio.timeout(30):
            await LateImport([RemoteServer("crm", url)], registry.add).round()

    assert [each.name for each in registry] == ["crm_taken", "crm_free"]
    assert "tool 'crm_taken' is left out: two tools are called 'crm_taken': in toolserver.control" in caplog.text
