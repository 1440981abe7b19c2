"""The toolserver takes what its schemas say, and nothing beside it that a parser might let pass."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from toolserver.app import create_app
from toolserver.config import Settings

CREDENTIALS = {"phone_number": "206 135 1246", "last_4_digits": "1234", "last_4_digits_type": "ssn"}
ADDRESS = {"street": "12 Pine Street", "city": "Seattle", "state": "WA", "postal_code": "98101"}
CHECKOUT = {"item_ids": ["101"], "phone_number": "206 135 1246"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A toolserver with demo data and without a key."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", openai_api_key=None)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as started:
        yield started


@pytest.mark.parametrize(
    ("tool_name", "arguments", "field"),
    [
        ("end_call", {"reason": "goodbye", "mood": None}, "mood"),
        ("addToCart", {"item_id": True}, "item_id.int"),
        ("authenticate_user_information", {**CREDENTIALS, "date_of_birth": 0}, "date_of_birth"),
        ("authenticate_user_information", {**CREDENTIALS, "date_of_birth": "0"}, "date_of_birth"),
        ("authenticate_user_information", {**CREDENTIALS, "date_of_birth": "1990-01-01T00:00:00"}, "date_of_birth"),
        (
            "authenticate_user_information",
            {**CREDENTIALS, "date_of_birth": "1990-01-01", "last_4_digits": "١٢٣٤"},
            "last_4_digits",
        ),
        (
            "save_or_update_address",
            {"phone_number": "206 135 1246", "new_address": {**ADDRESS, "postal_code": "9 -"}},
            "new_address.postal_code",
        ),
        ("checkout", {**CHECKOUT, "confirmation_token": "x" * 101}, "confirmation_token"),
    ],
)
def test_arguments_beside_the_schema_are_refused(
    client: TestClient, tool_name: str, arguments: dict[str, Any], field: str
) -> None:
    answer = client.post("/execute-tool", json={"tool_name": tool_name, "arguments": arguments})

    assert answer.status_code == 422
    assert field in answer.json()["error"]["fields"]


def test_a_reason_is_told_in_plain_words(client: TestClient) -> None:
    arguments = {**CREDENTIALS, "date_of_birth": "14 March"}
    answer = client.post("/execute-tool", json={"tool_name": "authenticate_user_information", "arguments": arguments})
    instant = client.get("/calls", params={"since": "yesterday"})

    assert answer.json()["error"]["fields"] == {"date_of_birth": "not a date as YYYY-MM-DD"}
    assert instant.json()["error"]["fields"] == {"since": "not an instant as RFC 3339 writes it, with its zone"}


@pytest.mark.parametrize(("space", "status"), [(" ", 200), (" " * 500, 422)])
def test_white_space_around_a_text_does_not_count_unless_it_is_too_long_with_it(
    client: TestClient, space: str, status: int
) -> None:
    call = {"tool_name": "end_call", "arguments": {"reason": f"{space}goodbye{space}"}}

    assert client.post("/execute-tool", json=call).status_code == status


def test_a_token_of_the_request_does_not_hide_one_in_the_arguments_that_is_none(client: TestClient) -> None:
    call = {"tool_name": "checkout", "arguments": {**CHECKOUT, "confirmation_token": 5}, "confirmation_token": "CNF-1"}
    answer = client.post("/execute-tool", json=call)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["confirmation_token"])


def test_an_optional_argument_may_be_null(client: TestClient) -> None:
    arguments = {"reason": "angry", "priority": None, "context": None}
    answer = client.post("/execute-tool", json={"tool_name": "transfer_to_human", "arguments": arguments})

    assert answer.json()["result"]["queue_position"] == 1


@pytest.mark.parametrize("instant", ["0.5", "1000000000", "2026-11-21", "2026-11-21T12:00:00"])
def test_an_instant_is_written_as_rfc_3339_writes_it(client: TestClient, instant: str) -> None:
    answer = client.get("/calls", params={"since": instant})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["since"])


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_instant_that_no_database_can_hold_is_looked_for_and_not_found(client: TestClient, instant: str) -> None:
    answer = client.get("/analytics", params={"since": instant, "until": instant})

    assert (answer.status_code, answer.json()["tools"]) == (200, [])


def test_a_page_of_calls_leaves_out_what_a_call_does_not_have(client: TestClient) -> None:
    client.post("/execute-tool", json={"tool_name": "lookupNewSales", "arguments": {"category": "any"}})
    schema = client.get("/openapi.json").json()["components"]["schemas"]["AuditedCall"]
    shown = client.get("/calls").json()["calls"][0]

    assert "session_id" not in shown
    assert set(schema["required"]) <= shown.keys()
