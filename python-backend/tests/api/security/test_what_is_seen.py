"""What callers said is seen by the tool and by who called it: not in logs, records, figures or error texts."""

import io
import logging
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.retail.calls import Caller
from tests.api.security.tools import DICTATED, GOOD, SECRETS, telling_tools
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.execution.registry import parameters_of
from toolserver.logs import CrashFormatter

TOOLS = {tool.name: tool for tool in (*EVERYTHING.tools(), *telling_tools())}
NEED_A_SESSION = {name for name, tool in TOOLS.items() if tool.confirm is not None}  # somebody has to say yes


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program's own handler writes."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(CrashFormatter("%(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def service(database_url: str, log: io.StringIO) -> Iterator[Caller]:
    """A developer, on a server with tools that tell."""
    app = create_app(
        Settings(database_url=database_url, openai_api_key=None), catalogue=EVERYTHING.with_tools(telling_tools())
    )
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield Caller(client)


def told(text: str) -> set[str]:
    """The secrets that stand in it; four digits may be part of any id, time or figure, and do not count there."""
    return {secret for secret in SECRETS if re.search(rf"(?<!\w)(?<!\d\.){re.escape(secret)}(?!\w|\.\d)", text)}


def seen_by_others(service: Caller, log: io.StringIO) -> str:
    pages = [service.client.get(path).text for path in ("/calls?limit=200", "/analytics", "/metrics")]
    return log.getvalue() + "".join(pages)


def test_there_is_a_good_call_of_every_tool() -> None:
    assert set(GOOD) == set(TOOLS)


def test_what_calls_say_stays_in_the_calls(service: Caller, log: io.StringIO) -> None:
    answers = {name: service.execute(name, arguments) for name, arguments in GOOD.items()}
    errors = {name: answer.json()["error"] for name, answer in answers.items() if "error" in answer.json()}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert set(errors) == {"addToCart", *NEED_A_SESSION, *(tool.name for tool in telling_tools())}
    assert told(str(errors)) == set()
    assert told(seen_by_others(service, log)) == set()
    assert all(f'"tool": "{name}"' in log.getvalue() for name in GOOD)


@pytest.mark.parametrize("wrong", [DICTATED, DICTATED * 200, [DICTATED], {DICTATED[:7]: DICTATED}, 4821, True])
def test_arguments_that_do_not_fit_are_not_quoted(service: Caller, log: io.StringIO, wrong: object) -> None:
    answers = [
        service.execute(name, GOOD[name] | {field: wrong})
        for name, tool in TOOLS.items()
        for field, described in parameters_of(tool)["properties"].items()
        if described.get("x-sensitive")
    ]

    assert {answer.status_code for answer in answers} <= {200, 422}
    assert told("".join(str(answer.json().get("error", "")) for answer in answers)) == set()
    assert told(seen_by_others(service, log)) == set()


def test_a_misspelt_field_is_named_and_its_value_is_not(service: Caller, log: io.StringIO) -> None:
    answer = service.execute("lookupOrders", {"phone": DICTATED})

    assert answer.json()["error"]["fields"] == {
        "phoneNumber": "Field required",
        "phone": "Extra inputs are not permitted",
    }
    assert told(seen_by_others(service, log)) == set()


def test_a_crash_leaves_its_place_in_the_log(service: Caller, log: io.StringIO) -> None:
    answer = service.execute("quoteInCrash", GOOD["quoteInCrash"])
    reference = answer.json()["error"]["message"].removeprefix("internal error, reference ")

    assert f"reference {reference}" in log.getvalue()
    assert "in quote_in_crash" in log.getvalue()
    assert "builtins.RuntimeError" in log.getvalue()
