"""Null and absent reach another system as its schema means them."""

from pathlib import Path
from typing import Any

import pytest

from tests.mcp_client.conftest import importing
from tests.mcp_client.plain import PlainServer, tool

TEXT_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "assignee": {"type": ["string", "null"]},
        "due": TEXT_OR_NULL,
        "note": TEXT,
        "where": {"$ref": "#/definitions/Where"},
        "rows": {"type": "array", "items": {"type": "object", "properties": {"a": TEXT, "b": TEXT_OR_NULL}}},
    },
    "required": ["id", "assignee"],
    "definitions": {"Where": {"type": "object", "properties": {"city": TEXT, "zip": TEXT}, "required": ["city"]}},
}
HELD = {"id": 7, "assignee": None}


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({}, {}),
        ({"due": None}, {"due": None}),
        ({"note": None}, {}),
        ({"note": "  as it is "}, {"note": "  as it is "}),
        ({"where": None}, {}),
        ({"where": {"city": "Oslo", "zip": None}}, {"where": {"city": "Oslo"}}),
        ({"where": '{"city": "Oslo", "zip": null}'}, {"where": {"city": "Oslo"}}),
        ({"rows": [{"a": None, "b": None}]}, {"rows": [{"b": None}]}),
        ({"more": None}, {"more": None}),
        ({"id": 12345678901234567890123}, {"id": 12345678901234567890123}),
    ],
)
def test_what_is_forwarded_is_exactly_what_the_schema_means(
    tmp_path: Path, sent: dict[str, Any], given: dict[str, Any]
) -> None:
    server = PlainServer([tool("set", SCHEMA)])
    with server.served() as url, importing(tmp_path / "x.db", url) as importer:
        importer.call("crm_set", {**HELD, **sent})

    assert server.given == [{**HELD, **given}]


def test_null_for_what_is_required_and_is_no_null_is_refused(tmp_path: Path) -> None:
    server = PlainServer([tool("set", SCHEMA)])
    with server.served() as url, importing(tmp_path / "x.db", url) as importer:
        error = importer.call("crm_set", {**HELD, "id": None, "where": {"city": None}})["error"]

    assert set(error["fields"]) == {"id", "where.city"}
    assert server.given == []
