"""Who may see what, over HTTP."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.retail.calls import ALEX, MARIA, Caller

VERIFY = "authenticate_user_information"
WRONG = ALEX | {"last_4_digits": "0000"}


def test_nothing_is_shown_before_verification(customer: Caller) -> None:
    assert customer.error("lookupOrders", {"phoneNumber": ALEX["phone_number"]}) == (403, "verification_required")


def test_verification_may_fail_twice_and_then_succeed(customer: Caller) -> None:
    assert customer.error(VERIFY, WRONG) == (200, "verification_failed")
    assert customer.error(VERIFY, ALEX | {"date_of_birth": "1990-01-01"}) == (200, "verification_failed")

    assert customer.result(VERIFY, ALEX)["customer_name"] == "Alex Johnson"
    assert customer.result("lookupOrders", {"phoneNumber": "2061351246"})["orders"]


def test_a_session_has_five_tries(customer: Caller) -> None:
    codes = [customer.error(VERIFY, WRONG | {"last_4_digits": f"000{number}"})[1] for number in range(6)]

    assert codes == ["verification_failed"] * 5 + ["too_many_attempts"]
    assert customer.error(VERIFY, ALEX) == (200, "too_many_attempts")


def test_parallel_tries_are_counted_too(customer: Caller) -> None:
    with ThreadPoolExecutor(8) as threads:
        tries = [WRONG | {"last_4_digits": f"010{number}"} for number in range(8)]
        codes = [code for _, code in threads.map(lambda guess: customer.error(VERIFY, guess), tries)]

    assert codes.count("verification_failed") == 5


def test_who_is_no_customer_is_refused_in_the_same_words(customer: Caller) -> None:
    unknown = customer.execute(VERIFY, ALEX | {"phone_number": "(206) 555-0100"}).json()["error"]
    wrong = customer.execute(VERIFY, WRONG).json()["error"]

    assert unknown == wrong


def test_a_session_cannot_become_someone_else(customer: Caller) -> None:
    customer.verify(ALEX)

    assert customer.error(VERIFY, MARIA) == (200, "not_permitted")
    assert customer.result("lookupOrders", {"phoneNumber": ALEX["phone_number"]})["orders"]


@pytest.mark.parametrize("phone", [MARIA["phone_number"], "(206) 555-0100"])
def test_another_phone_number_opens_nothing(customer: Caller, phone: str) -> None:
    customer.verify(ALEX)

    assert customer.error("lookupOrders", {"phoneNumber": phone}) == (200, "not_permitted")
    offer = {"phone": phone, "offer_id": "a-592", "user_response": "ACCEPTED"}
    assert customer.error("update_user_offer_response", offer) == (200, "not_permitted")


def test_malformed_details_name_the_field(customer: Caller) -> None:
    response = customer.execute(VERIFY, ALEX | {"last_4_digits": "12a4"})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["last_4_digits"])


def test_an_address_and_an_offer_are_kept(customer: Caller) -> None:
    customer.verify(ALEX)
    address = {"street": "12 Pine Street", "city": "Seattle", "state": "WA", "postal_code": "98101"}

    saved = customer.result("save_or_update_address", {"phone_number": ALEX["phone_number"], "new_address": address})
    offer = {"phone": ALEX["phone_number"], "offer_id": "a-592", "user_response": "REMIND_LATER"}

    assert saved["address"] == address
    assert customer.result("update_user_offer_response", offer)["success"] is True
