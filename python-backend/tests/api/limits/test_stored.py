"""How much a stranger can make us store: bounded texts, cut arguments, and so many bytes a session."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving

FOREIGN = {"toolserver_tools": "tests.api.limits.foreign"}
BOUNDS = frozenset({"maxLength", "enum", "const"})
SHORT_FORMATS = frozenset({"date", "date-time"})


def noted(session: Server, number: int) -> Any:
    """A call that brings 1,000 characters."""
    return session.call("writeEntry", {"note": f"{number} " * 500}, call_id=f"call-{number}")


def test_a_session_that_has_stored_too_much_is_refused_and_others_are_not(database_url: str) -> None:
    limits = {"session_stored_bytes": 4_000, "session_identical_calls_a_minute": 100}
    with serving(database_url, **limits) as server:
        session, other = server.open_session("writeEntry"), server.open_session("writeEntry")
        answers = [noted(session, number).status_code for number in range(6)]
        refused = noted(session, 7)
        again = noted(session, 2)
        beside = [noted(other, 1).status_code, noted(server, 1).status_code]

    error = refused.json()["error"]
    assert (answers, beside) == ([200, 200, 200, 429, 429, 429], [200, 200])
    assert (refused.status_code, error["code"], error["retryable"]) == (429, "session_full", False)
    assert again.json()["replayed"] is True


def test_a_text_without_a_limit_of_its_own_has_one_that_is_published(database_url: str) -> None:
    with serving(database_url, **FOREIGN) as server:
        manifest = {each["name"]: each for each in server.client.get("/tools").json()["tools"]}
        fits = server.call("lookAfterwards", {"text": "x" * 2000})
        too_long = server.call("lookAfterwards", {"text": "x" * 2001, "more": ["x" * 2001]})

    published = manifest["lookAfterwards"]["parameters"]["properties"]
    assert published["text"]["maxLength"] == published["more"]["items"]["maxLength"] == 2000
    assert fits.status_code == 200
    assert (too_long.status_code, set(too_long.json()["error"]["fields"])) == (422, {"text", "more.0"})


def test_no_published_text_of_our_tools_is_endless(database_url: str) -> None:
    with serving(database_url) as server:
        tools = server.client.get("/tools").json()["tools"]

    endless = [f"{each['name']}{place}" for each in tools for place in _endless(each["parameters"], "")]
    assert len(tools) > 10
    assert endless == []


def _endless(schema: Any, place: str) -> Iterator[str]:
    if isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from _endless(each, f"{place}[{number}]")
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "string" and not BOUNDS & schema.keys() and schema.get("format") not in SHORT_FORMATS:
        yield place
    for name, each in schema.items():
        yield from _endless(each, f"{place}.{name}")


@pytest.mark.parametrize("tool_name", ["lookAfterwards", "writeAfterwards"])
def test_what_somebody_elses_tool_was_not_begun_with_is_not_kept(database_url: str, tool_name: str) -> None:
    with serving(database_url, **FOREIGN) as server:
        session = server.open_session("writeEntry", tool_name)
        refused = session.call(tool_name, {"text": "my secret", "more": ["x" * 1000]}, call_id="early")
        session.call("writeEntry", call_id="first")
        session.call(tool_name, {"text": "hello"}, call_id="late")
        calls = {each["call_id"]: each for each in server.client.get("/calls").json()["calls"]}

    assert refused.json()["error"]["code"] == "required_first"
    assert calls["early"]["arguments"] == {"text": "•••", "more": "•••"}
    assert calls["late"]["arguments"] == {"text": "hello", "more": []}


def test_the_audit_keeps_long_arguments_cut(database_url: str) -> None:
    with serving(database_url, **FOREIGN) as server:
        server.call("lookAfterwards", {"text": "x" * 2000}, call_id="long")
        server.call("lookAfterwards", {"text": "y", "more": ["z" * 2000] * 300}, call_id="many")
        calls = {each["call_id"]: each["arguments"] for each in server.client.get("/calls").json()["calls"]}

    assert calls == {"long": {"text": "x" * 200 + "…", "more": []}, "many": {"text": "…", "more": "…"}}
