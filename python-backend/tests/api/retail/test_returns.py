"""A return over HTTP, from verification to the RMA."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api.retail.calls import ALEX, Caller

CHECK = "checkEligibilityAndPossiblyInitiateReturn"
PHONE = {"phoneNumber": ALEX["phone_number"]}
POLICY = {"region": "United States", "itemCategory": "snowboard"}
UNUSED = {
    "userDesiredAction": "return my snowboard for a refund",
    "question": "I changed my mind, it's unused and in its original packaging",
}


def prepare(caller: Caller) -> None:
    """Everything that has to happen before eligibility is checked."""
    caller.verify()
    caller.result("lookupOrders", PHONE)
    caller.result("retrievePolicy", POLICY)


def return_status(caller: Caller) -> Any:
    """What lookupOrders says about the snowboard."""
    orders = caller.result("lookupOrders", PHONE)["orders"]
    return next(item["return_status"] for item in orders[0]["items"] if item["item_id"] == "SNB-RIDGE-04")


def test_a_verified_customer_returns_their_snowboard(customer: Caller) -> None:
    prepare(customer)

    answer = customer.result(CHECK, UNUSED)

    assert (answer["is_eligible"], answer["decided_by"]) == ("true", "rules")
    assert answer["return_id"].startswith("RMA-")
    assert return_status(customer) == "return_open"


def test_a_service_returns_an_item_by_its_order(service: Caller) -> None:
    assert service.result("lookupOrders", PHONE)["orders"][0]["order_id"] == "SNP-DEMO-1001"

    answer = service.result(CHECK, UNUSED | {"orderId": "SNP-DEMO-1001", "itemIds": ["SNB-RIDGE-04"]})

    assert answer["return_id"].startswith("RMA-")
    assert return_status(service) == "return_open"


def test_the_conversation_that_travels_with_the_call_is_read(customer: Caller) -> None:
    prepare(customer)
    told = [
        {"role": "user", "text": "the edge came off"},
        {"role": "assistant", "text": "How did that happen?"},
        {"role": "user", "text": "in normal use, after about three runs"},
    ]
    ask = {"userDesiredAction": "return my snowboard", "question": "may it be returned?"}

    assert customer.result(CHECK, ask)["is_eligible"] == "need_more_information"
    assert customer.result(CHECK, ask, conversation=told)["is_eligible"] == "true"


def test_the_same_call_is_answered_with_the_same_return(customer: Caller) -> None:
    prepare(customer)

    first = customer.execute(CHECK, UNUSED, call_id="call_1").json()
    again = customer.execute(CHECK, UNUSED, call_id="call_1").json()
    anew = customer.execute(CHECK, UNUSED, call_id="call_2").json()

    assert (first["replayed"], again["replayed"], anew["replayed"]) == (False, True, False)
    assert first["result"] == again["result"]
    assert first["result"]["return_id"] == anew["result"]["return_id"]


def test_parallel_requests_for_one_item_end_in_one_return(customer: Caller) -> None:
    prepare(customer)

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: customer.result(CHECK, UNUSED), range(3)))

    assert len({answer["return_id"] for answer in answers}) == 1
    assert [answer["message_queued"] for answer in answers].count(True) == 1


def test_eligibility_waits_for_orders_and_policy(customer: Caller) -> None:
    customer.verify()

    assert customer.error(CHECK, UNUSED) == (200, "required_first")


def test_a_return_refused_by_policy_is_a_result_that_says_why(customer: Caller) -> None:
    prepare(customer)

    answer = customer.result(CHECK, {"userDesiredAction": "return my goggles", "question": "I don't like them"})

    assert (answer["is_eligible"], answer["return_id"]) == ("false", None)
    assert "hasn't been delivered" in answer["say"]
