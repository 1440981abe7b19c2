"""What a model means by JSON text and by null follows from the schema, at every depth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving

ANY = {"city": "Oslo", "zip": "any", "floor": 1}


@pytest.fixture(scope="module", name="server")
def server_that_repeats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On SQLite: what is tested here does not touch the database's kind."""
    file: Path = tmp_path_factory.mktemp("meaning") / "frontdesk.db"
    with serving(f"sqlite:///{file}", toolserver_tools="tests.api.third_party.meaning") as server:
        yield server


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("months", {"months": '["JAN", "FEB"]'}, "['JAN', 'FEB']"),
        ("months", {"months": ' ["JAN"]\n'}, "['JAN']"),
        ("months", {"months": None}, "None"),
        ("months", {"months": ['["JAN"]']}, "['[\"JAN\"]']"),
        ("places", {"where": '{"city": "Oslo"}'}, {"where": ANY, "others": []}),
        ("places", {"where": {"city": "Oslo", "zip": None}}, {"where": ANY, "others": []}),
        ("places", {"where": {"city": "Oslo", "floor": None}}, {"where": {**ANY, "floor": None}, "others": []}),
        ("places", {"where": ANY, "others": '[{"city": "Oslo", "zip": null}]'}, {"where": ANY, "others": [ANY]}),
        ("tree", {"root": {"name": "a", "children": '[{"name": "b", "children": null}]'}}, None),
        ("shape", {"of": {"radius": 1, "colour": None}}, {"kind": "Circle", "radius": 1, "colour": None}),
        ("shape", {"of": {"side": 1, "colour": None}}, {"kind": "Square", "side": 1, "colour": "red"}),
        ("shape", {"of": '{"side": 1}'}, {"kind": "Square", "side": 1, "colour": "red"}),
        ("free", {"payload": '{"a": 1}'}, "'{\"a\": 1}' None"),
        ("free", {"payload": "[1]", "more": '{"a": 1}'}, "'[1]' '{\"a\": 1}'"),
        ("note", {}, "'nothing' 3"),
        ("note", {"text": None, "count": None}, "None 3"),
    ],
)
def test_what_is_meant_is_what_the_function_gets(
    server: Server, name: str, arguments: dict[str, Any], value: object
) -> None:
    answer = server.call(name, arguments).json()

    nested = {"name": "a", "children": [{"name": "b", "children": []}]}
    assert answer["result"]["value"] == (nested if value is None else value)


@pytest.mark.parametrize(
    ("name", "arguments", "field"),
    [
        ("months", {"months": '["JAN"'}, "months"),
        ("months", {"months": '{"JAN": 1}'}, "months"),
        ("months", {"months": '["\\u0000"]'}, "months"),
        ("months", {"months": "[" * 50 + "]" * 50}, "months"),
        ("places", {"where": {"city": None}}, "where.city"),
        ("places", {"where": json.dumps(json.dumps({"city": "Oslo"}))}, "where"),
        ("places", {"where": None}, "where"),
        ("note", {"tone": None}, "tone"),
    ],
)
def test_what_is_not_meant_by_any_reading_is_refused_by_field(
    server: Server, name: str, arguments: dict[str, Any], field: str
) -> None:
    answer = server.call(name, arguments)

    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]


def test_a_model_s_slip_is_the_model_s_to_mend(server: Server) -> None:
    error = server.call("places", {"where": {"city": 5}}).json()["error"]

    assert error["say"] == "One moment, please."
    assert error["message"].startswith("the arguments do not fit places: correct what `fields` names and call again")
    assert error["fields"] == {"where.city": "Input should be a valid string"}


def test_the_document_says_where_null_may_stand(server: Server) -> None:
    schemas = server.client.get("/openapi.json").json()["components"]["schemas"]
    place, note = schemas["Arguments_places.Place"]["properties"], schemas["Arguments_note"]["properties"]

    assert {"type": "null"} in place["zip"]["anyOf"]
    assert {"type": "null"} in note["count"]["anyOf"]
    assert "anyOf" not in place["city"]
