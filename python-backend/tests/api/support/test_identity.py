"""Who may see what, over HTTP."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from tests.api.support.calls import DOUBLE, JANE, JOHN, READS, SARAH, Caller

VERIFY = "verify_email_owner"
TICKET = "create_support_ticket"


@pytest.mark.parametrize("tool", [*READS, TICKET])
def test_the_address_alone_opens_nothing(caller: Caller, tool: str) -> None:
    arguments = {"email": SARAH["email"], **(DOUBLE if tool == TICKET else {})}

    assert caller.error(tool, arguments) == (403, "verification_required")


def test_who_is_verified_sees_everything_of_their_own(caller: Caller) -> None:
    caller.verify({"email": "Sarah.Jones@Email.com", "postal_code": "97205-1234"})
    mine = {"email": "SARAH.JONES@EMAIL.COM"}
    info, orders, status = (caller.result(tool, mine) for tool in READS)

    assert (info["customer_id"], info["name"], info["email"]) == ("CUST-20417", "Sarah Jones", SARAH["email"])
    assert [order["order_id"] for order in orders["orders"]] == ["ORD-2024-1187"]
    assert [charge["amount"] for charge in status["recent_charges"][:2]] == ["49.99", "49.99"]
    assert "twice" in status["say"]


def test_a_service_reads_what_it_asks_for(service: Caller) -> None:
    assert service.result("get_customer_info", {"email": JANE["email"]})["tier"] == "enterprise"
    assert service.error("get_customer_info", {"email": "nobody@email.com"}) == (200, "not_found")


def test_an_unknown_address_and_a_wrong_code_are_refused_in_the_same_words(caller: Caller) -> None:
    unknown = caller.execute(VERIFY, {"email": "nobody@email.com", "postal_code": "97205"}).json()["error"]
    wrong = caller.execute(VERIFY, SARAH | {"postal_code": "10001"}).json()["error"]

    assert unknown == wrong


def test_a_strangers_address_and_an_unknown_one_are_refused_in_the_same_words(caller: Caller) -> None:
    caller.verify(JOHN)
    errors = [caller.execute(READS[0], {"email": who}).json()["error"] for who in (JANE["email"], "nobody@email.com")]

    assert errors[0] == errors[1] and errors[0]["code"] == "not_permitted"


def test_a_session_has_five_tries(caller: Caller) -> None:
    codes = [caller.error(VERIFY, SARAH | {"postal_code": f"1000{number}"})[1] for number in range(6)]

    assert codes == ["verification_failed"] * 5 + ["too_many_attempts"]
    assert caller.error(VERIFY, SARAH) == (200, "too_many_attempts")


def test_after_many_wrong_guesses_the_owner_is_asked_for_more_and_gets_in(client: TestClient) -> None:
    for _ in range(2):
        guesser = Caller.in_session(client)
        for number in range(5):
            guesser.error(VERIFY, SARAH | {"postal_code": f"1000{number}"})
    owner = Caller.in_session(client)

    asked = owner.execute(VERIFY, SARAH).json()["error"]
    assert (asked["code"], "customer number" in asked["say"]) == ("second_fact_needed", True)
    assert owner.error(VERIFY, SARAH | {"customer_number": "CUST-99999"}) == (200, "verification_failed")
    assert owner.result(VERIFY, SARAH | {"customer_number": "CUST-20417"})["success"]


def test_parallel_tries_are_counted_too(caller: Caller) -> None:
    with ThreadPoolExecutor(8) as threads:
        tries = [SARAH | {"postal_code": f"1000{number}"} for number in range(8)]
        codes = [code for _, code in threads.map(lambda guess: caller.error(VERIFY, guess), tries)]

    assert codes.count("verification_failed") == 5


def test_what_was_said_about_a_person_is_masked_in_the_records(caller: Caller) -> None:
    caller.verify(SARAH)
    caller.result(TICKET, {"email": SARAH["email"], **DOUBLE})

    told = str(caller.records())
    assert [each for each in (*SARAH.values(), DOUBLE["description"]) if each in told] == []
