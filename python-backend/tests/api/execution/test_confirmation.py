"""What needs the caller's yes asks first, and a yes is good for one call."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.api.execution.conftest import Server
from tests.api.execution.ledger import pay_entry
from toolserver.storage import confirmations, tables
from toolserver.storage.confirmations import Agreement
from toolserver.storage.database import Database
from toolserver.toolkit.declaration import Effect
from toolserver.toolkit.questions import Question

QUESTION = Question("There are 0 rows. You want to write paid. Shall I?", {"rows": 0})


@pytest.fixture
def call(server: Server) -> Server:
    """A session that may pay."""
    return server.open_session("payEntry", "writeEntry")


def ask(call: Server, call_id: str = "ask", **arguments: Any) -> dict[str, Any]:
    """The question's error object."""
    error: dict[str, Any] = call.call("payEntry", arguments, call_id=call_id).json()["error"]
    return error


def pay(call: Server, token: str, call_id: str = "pay", **arguments: Any) -> dict[str, Any]:
    """The answer to the call with a token."""
    answer: dict[str, Any] = call.call("payEntry", {**arguments, "confirmation_token": token}, call_id=call_id).json()
    return answer


def test_the_first_call_asks_and_the_second_does_it(call: Server) -> None:
    asked = ask(call)

    assert (asked["code"], asked["say"]) == ("confirmation_required", QUESTION.say)
    assert call.rows() == 0
    assert pay(call, asked["confirmation_token"])["result"]["rows"] == 1
    assert call.rows() == 1


def test_the_question_is_replayed_byte_for_byte(call: Server) -> None:
    first = call.call("payEntry", call_id="ask").json()
    again = call.call("payEntry", call_id="ask").json()

    assert (again["error"], again["replayed"]) == (first["error"], True)


def test_the_token_may_stand_beside_the_arguments(call: Server) -> None:
    token = ask(call)["confirmation_token"]

    assert "result" in call.call("payEntry", call_id="pay", confirmation_token=token).json()


def test_a_yes_to_one_thing_is_no_yes_to_another(call: Server) -> None:
    token = ask(call)["confirmation_token"]

    assert pay(call, token, note="something else")["error"]["code"] == "confirmation_required"
    assert call.rows() == 0


def test_a_yes_is_good_for_one_call(call: Server) -> None:
    token = ask(call)["confirmation_token"]
    pay(call, token)

    assert pay(call, token, call_id="again")["error"]["code"] == "confirmation_required"
    assert call.rows() == 1


def test_of_two_calls_with_one_yes_only_one_acts(call: Server) -> None:
    token = ask(call)["confirmation_token"]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda call_id: pay(call, token, call_id=call_id), ("one", "two")))

    assert sorted("result" in answer for answer in answers) == [False, True]
    assert call.rows() == 1


def test_a_yes_is_forgotten_after_five_minutes(call: Server) -> None:
    token = ask(call)["confirmation_token"]
    call.clock.move(minutes=5)

    assert pay(call, token)["error"]["code"] == "confirmation_required"


def test_another_session_cannot_use_a_yes(server: Server, call: Server) -> None:
    token = ask(call)["confirmation_token"]
    other = server.open_session("payEntry")

    assert pay(other, token)["error"]["code"] == "confirmation_required"


def test_a_made_up_token_is_asked_about_again(call: Server) -> None:
    assert pay(call, "CNF-made-up")["error"]["code"] == "confirmation_required"
    assert call.rows() == 0


def test_a_call_that_failed_has_used_its_yes_and_is_replayed_under_its_own_id(call: Server) -> None:
    token = ask(call, ending="failed")["confirmation_token"]

    assert pay(call, token, call_id="first", ending="failed")["error"]["code"] == "declined"
    assert pay(call, token, call_id="first", ending="failed")["error"]["code"] == "declined"
    assert pay(call, token, call_id="second", ending="failed")["error"]["code"] == "confirmation_required"


def test_a_call_that_lost_its_claim_needs_no_second_yes(call: Server) -> None:
    token = ask(call)["confirmation_token"]
    database = Database(call.database_url)
    with database.engine.begin() as db:
        wanted = db.execute(select(tables.confirmations)).mappings().one()
        agreement = Agreement(wanted["session_id"], wanted["tool"], wanted["fingerprint"], QUESTION.text)
        assert confirmations.use(
            db, token, agreement, f"{agreement.session_id} pay", call.clock()
        )  # as the attempt that died did
    database.close()

    assert pay(call, token, call_id="pay")["result"]["rows"] == 1


def test_a_tool_that_only_reads_cannot_ask() -> None:
    with pytest.raises(ValueError, match="payEntry only reads"):
        replace(pay_entry, effect=Effect.READ)


def test_a_question_that_crashes_is_a_recorded_outcome(call: Server) -> None:
    asked = ask(call, ending="crashed")

    assert asked["code"] == "internal_error"
    assert "hunter2" not in str(asked)


def test_a_token_that_is_no_text_is_refused(call: Server) -> None:
    response = call.call("payEntry", {"confirmation_token": 7}, call_id="pay")

    assert response.status_code == 422
    assert response.json()["error"]["fields"] == {"confirmation_token": "not a text of at most 100 characters"}


def test_a_tool_that_does_not_ask_knows_no_token(call: Server) -> None:
    response = call.call("writeEntry", {"confirmation_token": "CNF-1"}, call_id="write")

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["confirmation_token"])


def test_a_service_confirms_within_a_session(server: Server) -> None:
    assert ask(server)["code"] == "session_required"


def test_the_manifest_says_who_asks_first(server: Server) -> None:
    tools = {entry["name"]: entry for entry in server.client.get("/tools").json()["tools"]}

    assert (tools["payEntry"]["confirm"], tools["writeEntry"]["confirm"]) == (True, False)
    assert "confirmation_token" in tools["payEntry"]["parameters"]["properties"]
    assert "confirmation_token" not in tools["payEntry"]["parameters"].get("required", [])
