"""Ordinary functions with odd signatures and odd answers: each is called, and each answer is told or named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving
from tests.api.third_party.odd import WORDS, booked

FOUND = "I have the details."


@pytest.fixture(scope="module", name="server")
def server_with_odd_tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On SQLite: what is tested here does not touch the database's kind."""
    file: Path = tmp_path_factory.mktemp("odd") / "frontdesk.db"
    with serving(f"sqlite:///{file}", toolserver_tools="tests.api.third_party.odd") as server:
        yield server


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("page", {"_cursor": "c"}, "c/5"),
        ("load_model", {"model_config": "m"}, "m/f"),
        ("shadow", {"schema": "s", "copy": True}, "s/j/True/d"),
        (
            "myself",
            {key: key for key in ("self", "function", "say", "value")},
            "self/function/c-myself/say/value",
        ),
        ("placed", {"first": "1", "second": "2"}, "1/c-placed/2/3"),
    ],
)
def test_a_parameter_may_have_any_name(server: Server, name: str, arguments: dict[str, Any], said: str) -> None:
    parameters = {each["name"]: each["parameters"] for each in server.client.get("/tools").json()["tools"]}[name]
    answer = server.call(name, arguments, call_id=f"c-{name}")
    wrong = server.call(name, {**arguments, "more": 1})

    assert set(arguments) <= set(parameters["properties"])
    assert answer.json()["result"] == {"say": said, "value": said}
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (422, ["more"])


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("returns", {"kind": "generator"}, {"say": FOUND, "value": [0, 1, 2]}),
        ("returns", {"kind": "bytes"}, {"say": FOUND, "value": "__4="}),
        ("returns", {"kind": "half"}, {"say": "half", "value": "half \ufffd"}),
        ("returns", {"kind": "nul"}, {"say": "a b", "value": "a\x00b"}),
        ("returns", {"kind": "set"}, {"say": FOUND, "value": ["a"]}),
        ("returns", {"kind": "json"}, {"say": FOUND, "value": '{"a": 1}'}),
        ("returns", {"kind": "none"}, {"say": "That is done.", "value": None}),
        ("returns_decimal", {}, {"say": "19.90", "value": "19.90"}),
        ("returns_when", {}, {"say": FOUND, "value": "2026-03-29T02:30:00"}),
        ("returns_address", {}, {"say": FOUND, "value": {"street": "Storgata 1", "city": "Oslo"}}),
    ],
)
def test_an_answer_is_given_whole(server: Server, name: str, arguments: dict[str, Any], result: dict[str, Any]) -> None:
    assert server.call(name, arguments).json()["result"] == result


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("returns", {"kind": "thing"}, "what JSON cannot hold"),
        ("returns", {"kind": "nan"}, "a number that is not finite"),
        ("returns", {"kind": "inside"}, "a number that is not finite"),
        ("returns", {"kind": "itself"}, "what JSON cannot hold"),
        ("returns_wrong", {}, "another type than it declares: value (int_parsing)"),
    ],
)
def test_an_answer_that_cannot_be_given_is_named_and_not_quoted(
    server: Server, name: str, arguments: dict[str, Any], reason: str
) -> None:
    answer = server.call(name, arguments)
    error = answer.json()["error"]

    assert (answer.status_code, error["code"], error["retryable"]) == (200, "result_invalid", False)
    assert error["say"] == "That ran, but I could not read its answer."
    assert f"{name} returned {reason}" in error["message"].replace("what JSON cannot hold: a", "a")
    assert "hunter2" not in answer.text


def test_a_long_text_is_the_value_and_its_first_sentences_are_said(server: Server) -> None:
    result = server.call("rules", {"sentences": 5000}).json()["result"]

    assert result["value"] == WORDS * 5000
    assert result["say"] == (WORDS * 7).strip()


@pytest.mark.parametrize(
    ("name", "arguments", "times"), [("book", {"day": "1 May"}, 1), ("add_piece", {"item": "a"}, 3)]
)
def test_a_model_that_repeats_itself_books_once_unless_the_function_is_repeatable(
    server: Server, name: str, arguments: dict[str, Any], times: int
) -> None:
    before, session = len(booked), server.open_session(name)
    for number in range(3):
        assert "result" in session.call(name, arguments, call_id=f"call-{number}").json()
    manifest = {each["name"]: each["repeatable"] for each in server.client.get("/tools").json()["tools"]}

    assert len(booked) - before == times
    assert manifest[name] is (times > 1)
