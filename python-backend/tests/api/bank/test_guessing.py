"""Guessing who a customer is is counted; after many guesses all three facts are asked for."""

import pytest
from fastapi.testclient import TestClient

from tests.api.bank.calls import VERIFY, Caller, credentials
from toolserver.scenarios.bank.seed_data import HANNAH, PETER

BY_ACCOUNT = credentials(HANNAH)
BY_PHONE = {"verification_method": "ssn", "ssn_last_four": "6042", "phone_number": HANNAH.customer.phone}
ALL_THREE = BY_ACCOUNT | {"phone_number": HANNAH.customer.phone}


def guess_ten_times(client: TestClient, details: dict[str, str]) -> None:
    for _ in range(2):
        caller = Caller.in_session(client)
        codes = {caller.error(VERIFY, details | {"ssn_last_four": f"{number:04}"})["code"] for number in range(5)}
        assert codes == {"verification_failed"}


def test_a_session_has_five_tries(client: TestClient) -> None:
    caller = Caller.in_session(client)
    for number in range(5):
        caller.error(VERIFY, BY_ACCOUNT | {"ssn_last_four": f"{number:04}"})

    assert caller.error(VERIFY, BY_ACCOUNT)["code"] == "too_many_attempts"


@pytest.mark.parametrize(
    ("details", "asks_for"),
    [(BY_ACCOUNT, "the phone number that we have on file"), (BY_PHONE, "your account number")],
)
def test_after_ten_guesses_the_third_fact_is_needed(client: TestClient, details: dict[str, str], asks_for: str) -> None:
    guess_ten_times(client, details)
    caller = Caller.in_session(client)
    failed = caller.error(VERIFY, details)

    assert (failed["code"], asks_for in failed["say"]) == ("second_fact_needed", True)
    assert caller.result(VERIFY, ALL_THREE)["verified"] is True
    assert Caller.in_session(client, PETER).token


def test_what_is_incomplete_is_no_try(client: TestClient) -> None:
    caller = Caller.in_session(client)
    for number in range(9):
        asked = {"verification_method": "ssn", "ssn_last_four": f"{number:04}"}
        assert caller.error(VERIFY, asked)["code"] == "fact_missing"

    assert caller.result(VERIFY, BY_ACCOUNT)["verified"] is True


def test_a_second_customer_is_refused_in_the_same_session(client: TestClient) -> None:
    caller = Caller.in_session(client, HANNAH)

    assert caller.error(VERIFY, credentials(PETER))["code"] == "not_permitted"
