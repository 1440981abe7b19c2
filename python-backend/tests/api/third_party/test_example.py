"""The example of docs/your-own-tools.md, as it stands there, against a toolserver of its own."""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.programs import BACKEND, Toolserver, running_program, running_toolserver

PAGE: Final = (BACKEND.parent / "docs" / "your-own-tools.md").read_text()
FILES: Final = dict(re.findall(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
CALLS: Final = re.findall(r"^  -d '(.*?)'\n```\n\n```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
_CHANGING: Final = re.compile(r"(reference |\"took_ms\": )\w+")


@pytest.fixture(scope="module", name="toolserver")
def toolserver_with_the_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toolserver]:
    """Runs in an empty directory, and has the package on its path."""
    written, empty = tmp_path_factory.mktemp("package"), tmp_path_factory.mktemp("empty")
    for name, text in FILES.items():
        (written / name).parent.mkdir(parents=True, exist_ok=True)
        (written / name).write_text(text)
    with running_program([sys.executable, str(written / "workshop.py"), "0"], empty, {}) as workshop:
        address = f"http://127.0.0.1:{workshop.until('listening on').split()[-1]}"
        tools = {"TOOLSERVER_TOOLS": "bookings.tools", "WORKSHOP_URL": address}
        with running_toolserver(empty, written / "bookings", **tools) as toolserver:
            yield toolserver


def lasting(answer: str) -> Any:
    """An answer without what is another one each time."""
    return json.loads(_CHANGING.sub(r"\g<1>0", answer))


def call(toolserver: Toolserver, tool_name: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What POST /execute-tool answers."""
    with toolserver.client() as client:
        body = {"tool_name": tool_name, "arguments": arguments, **more}
        answer: dict[str, Any] = client.post("/execute-tool", json=body).json()
    return answer


@pytest.mark.parametrize(("request_text", "answer"), CALLS, ids=[json.loads(text)["call_id"] for text, _ in CALLS])
def test_every_call_of_the_page_is_answered_as_it_says(toolserver: Toolserver, request_text: str, answer: str) -> None:
    with toolserver.client() as client:
        response = client.post("/execute-tool", content=request_text, headers={"content-type": "application/json"})

    assert lasting(json.dumps(response.json())) == lasting(answer)


def test_the_page_calls_every_tool_of_the_package(toolserver: Toolserver) -> None:
    with toolserver.client() as client:
        offered = {tool["name"] for tool in client.get("/tools").json()["tools"]}

    called = {json.loads(text)["tool_name"] for text, _ in CALLS}
    assert called == {"opening_hours", "repair_price", "book_repair"} <= offered


def test_the_context_is_not_among_the_arguments_and_marks_are_kept(toolserver: Toolserver) -> None:
    with toolserver.client() as client:
        tools = {tool["name"]: tool for tool in client.get("/tools").json()["tools"]}
    properties = tools["book_repair"]["parameters"]["properties"]

    assert list(properties) == ["day", "name", "what"]
    assert (properties["name"]["x-sensitive"], properties["day"]["format"]) == (True, "date")
    assert tools["book_repair"]["description"].startswith("Book a repair on a day.")


def test_arguments_that_do_not_fit_are_refused_by_name(toolserver: Toolserver) -> None:
    error = call(toolserver, "book_repair", {"day": "some day", "name": "Kim", "what": "a tyre"})["error"]

    assert (error["code"], list(error["fields"])) == ("invalid_arguments", ["day"])


def test_the_call_id_is_the_other_systems_idempotency_key(toolserver: Toolserver) -> None:
    repair = {"day": "2026-12-02", "name": "Kim", "what": "brakes"}
    first = call(toolserver, "book_repair", repair, call_id="mine")
    again = call(toolserver, "book_repair", repair, call_id="mine")
    other = call(toolserver, "book_repair", repair, call_id="another")

    assert (again["replayed"], again["result"]) == (True, first["result"])
    assert other["result"]["number"] != first["result"]["number"]


def test_an_exceptions_text_is_in_no_answer_and_its_reference_is_in_the_log(toolserver: Toolserver) -> None:
    error = call(toolserver, "repair_price", {"part": "something private"})["error"]
    reference = error["message"].split()[-1]

    assert error["code"] == "tool_failed"
    assert "something private" not in str(error)
    assert f"tool repair_price crashed, reference {reference}" in toolserver.until(reference)
