"""The examples in contracts/, and bodies that nobody should send."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.api.execution.conftest import Server

CONTRACTS = Path(__file__).parents[4] / "contracts"
EXAMPLES = sorted(CONTRACTS.glob("execute-tool*/*.json"))  # the folder's name is the path
STRANGER = {"Authorization": "Bearer forged"}


def agree(expected: Any, actual: Any) -> bool:
    """Equal, where "<any>" stands for any value."""
    if expected == "<any>":
        return True
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(agree, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(agree(expected[key], actual[key]) for key in expected)
    return bool(expected == actual)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_is_answered_as_it_says(server: Server, path: Path) -> None:
    example = json.loads(path.read_text())
    session = server.open_session("lookupOrders", "lookupNewSales")
    headers = {"service": {}, "session": session.headers, "stranger": STRANGER}[example["caller"]]
    request = example["request"]
    content = request if isinstance(request, str) else json.dumps(request)
    response = server.client.post(
        f"/{path.parent.name}", content=content, headers={"content-type": "application/json", **headers}
    )

    assert response.status_code == example["status"]
    assert agree(example["body"], response.json()), response.json()


def test_every_tool_of_the_manifest_fits_its_schema(server: Server) -> None:
    schema = json.loads((CONTRACTS / "manifest.schema.json").read_text())
    tools = server.client.get("/tools").json()["tools"]

    assert len(tools) >= 11
    for tool in tools:
        jsonschema.validate(tool, schema)
        jsonschema.Draft202012Validator.check_schema(tool["parameters"])


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        ("{}", "text/plain", 415, "unsupported_media_type"),
        ("[]", "application/json", 400, "malformed_request"),
        ('{"tool_name": NaN}', "application/json", 400, "malformed_request"),
        ("[" * 100_000, "application/json", 400, "malformed_request"),
        ('{"tool_name": "writeEntry", "call_id": "a\\u0000"}', "application/json", 400, "malformed_request"),
        (
            '{"tool_name": "writeEntry", "arguments": {"note": ["\\u0000"]}}',
            "application/json",
            400,
            "malformed_request",
        ),
        ('{"tool_name": "writeEntry", "arguments": {"\\u0000": 1}}', "application/json", 400, "malformed_request"),
        ('{"a":' * 40 + "1" + "}" * 40, "application/json", 400, "malformed_request"),
        ("{}", "application/json", 422, "invalid_arguments"),
        ('{"tool_name": "writeEntry", "arguments": [1]}', "application/json", 422, "invalid_arguments"),
        ('{"tool_name": "writeEntry", "arguments": "[1]"}', "application/json", 422, "invalid_arguments"),
        ('{"tool_name": "writeEntry", "arguments": {"takes_s": "x"}}', "application/json", 422, "invalid_arguments"),
        ('{"tool_name": "x", "session_id": "TS-none"}', "application/json", 404, "not_found"),
        (json.dumps({"tool_name": "x" * 3_000_000}), "application/json", 413, "too_large"),
    ],
)
def test_a_bad_body_is_named(server: Server, content: str, content_type: str, status: int, code: str) -> None:
    response = server.client.post("/execute-tool", content=content, headers={"content-type": content_type})

    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert server.rows() == 0


def test_an_address_that_no_database_can_hold_is_refused(server: Server) -> None:
    answer = server.client.delete("/sessions/a%00b")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_arguments")
    assert list(answer.json()["error"]["fields"]) == ["session_id"]


def test_the_openapi_document_has_a_schema_for_each_tool(server: Server) -> None:
    document = server.client.get("/openapi.json").json()
    names = {tool["name"] for tool in server.client.get("/tools").json()["tools"]}

    assert {f"Call_{name}" for name in names} <= document["components"]["schemas"].keys()
    assert len(document["components"]["schemas"]["Call"]["oneOf"]) == len(names)


def test_what_was_called_hang_up_still_ends_the_call(server: Server) -> None:
    answer = server.call("hang_up", {"reason": "the caller said goodbye"}).json()

    assert answer["result"]["next_action"] == "end_call"


def test_people_are_queued_by_priority(server: Server) -> None:
    for priority in ("normal", "low", "high"):
        answer = server.call("transfer_to_human", {"reason": "angry", "priority": priority}).json()

    assert answer["result"]["queue_position"] == 1
