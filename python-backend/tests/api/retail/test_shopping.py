"""Promotions, cart and checkout over HTTP."""

from fastapi.testclient import TestClient

from tests.api.retail.calls import ALEX, Caller

PHONE = ALEX["phone_number"]


def test_a_customer_finds_a_deal_and_checks_out(customer: Caller) -> None:
    customer.verify()
    deal = customer.result("lookupNewSales", {"category": "boots"})["sales"][0]

    cart = customer.result("addToCart", {"item_id": deal["item_id"]})
    order = {"item_ids": [deal["item_id"]], "phone_number": PHONE}
    asked = customer.execute("checkout", order).json()["error"]
    bought = customer.result("checkout", order, confirmation_token=asked["confirmation_token"])

    assert asked["say"] == f"You want to check out the {deal['name']} for $210 in all. Shall I?"
    assert (deal["sale_price_usd"], cart["total_usd"], bought["order_total_usd"]) == ("210.00", "210.00", "210.00")
    assert bought["checkout_url"].startswith("https://")
    assert customer.error("checkout", order) == (200, "not_in_cart")


def test_a_sold_out_item_cannot_be_put_into_the_cart(customer: Caller) -> None:
    customer.result("lookupNewSales", {"category": "accessories"})

    assert customer.error("addToCart", {"item_id": "402"}) == (200, "sold_out")


def test_a_cart_belongs_to_its_session(client: TestClient, customer: Caller) -> None:
    customer.result("lookupNewSales", {"category": "any"})
    customer.result("addToCart", {"item_id": 101})
    other = Caller.in_session(client)
    other.result("lookupNewSales", {"category": "any"})

    assert [line["item_id"] for line in other.result("addToCart", {"item_id": 301})["cart"]] == ["301"]


def test_a_service_without_a_session_has_no_cart(service: Caller) -> None:
    assert service.error("addToCart", {"item_id": "101"}) == (200, "session_required")


def test_checkout_waits_for_a_cart(customer: Caller) -> None:
    customer.verify()

    assert customer.error("checkout", {"item_ids": ["101"], "phone_number": PHONE}) == (200, "required_first")
