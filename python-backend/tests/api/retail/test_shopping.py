"""Promotions, cart and checkout over HTTP."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Update, text, update

from tests.api.retail.calls import ALEX, Caller
from toolserver.scenarios.customer_service_retail.tables import cart_items, products
from toolserver.storage.database import Database

PHONE = ALEX["phone_number"]
ONE_BOARD = {"item_ids": ["101"], "phone_number": PHONE}
ASKED_FOR_ONE = "You want to check out the Alpine Blade for $360 in all. Shall I?"


@pytest.fixture
def shopper(customer: Caller) -> Caller:
    """A customer with one snowboard in the cart."""
    customer.verify()
    customer.result("lookupNewSales", {"category": "any"})
    customer.result("addToCart", {"item_id": "101"})
    return customer


def asked(caller: Caller, order: dict[str, Any] = ONE_BOARD, **more: Any) -> dict[str, Any]:
    """The question that a checkout ends in."""
    error: dict[str, Any] = caller.execute("checkout", order, **more).json()["error"]
    assert error["code"] == "confirmation_required", error
    return error


def change(database_url: str, *changes: Update) -> None:
    """What somebody else does to the shop."""
    database = Database(database_url)
    with database.engine.begin() as db:
        for each in changes:
            db.execute(each)
    database.close()


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


def test_a_yes_to_one_board_buys_no_three(shopper: Caller) -> None:
    one = asked(shopper)
    for _ in range(2):
        shopper.result("addToCart", {"item_id": "101"})
    three = asked(shopper, confirmation_token=one["confirmation_token"])
    bought = shopper.result("checkout", ONE_BOARD, confirmation_token=three["confirmation_token"])

    assert one["say"] == ASKED_FOR_ONE
    assert three["say"] == "You want to check out 3 of the Alpine Blade for $1,080 in all. Shall I?"
    assert bought["order_total_usd"] == "1080.00"


def test_a_yes_to_a_price_is_no_yes_to_another(shopper: Caller, database_url: str) -> None:
    token = asked(shopper)["confirmation_token"]
    change(database_url, update(products).where(products.c.id == "101").values(sale_cents=39900))

    assert "for $399 in all" in asked(shopper, confirmation_token=token)["say"]


def test_what_sold_out_after_the_question_is_not_bought(shopper: Caller, database_url: str) -> None:
    token = asked(shopper)["confirmation_token"]
    change(database_url, update(products).where(products.c.id == "101").values(stock=0))

    assert shopper.error("checkout", ONE_BOARD, confirmation_token=token) == (200, "sold_out")


def test_other_things_in_the_cart_change_no_yes(shopper: Caller) -> None:
    token = asked(shopper)["confirmation_token"]
    shopper.result("addToCart", {"item_id": "301"})

    assert shopper.result("checkout", ONE_BOARD, confirmation_token=token)["order_total_usd"] == "360.00"


@pytest.mark.parametrize("has_asked", [False, True])
def test_a_cart_that_changes_while_a_checkout_waits_for_it_is_asked_about_as_it_is_then(
    shopper: Caller, database_url: str, has_asked: bool
) -> None:
    token = asked(shopper)["confirmation_token"] if has_asked else None
    database = Database(database_url)
    with ThreadPoolExecutor(1) as thread, database.engine.begin() as db:
        db.execute(
            update(products).where(products.c.id == "101").values(stock=products.c.stock)
        )  # as addToCart holds it
        buying = thread.submit(asked, shopper, confirmation_token=token)
        wait_until(lambda: database.is_sqlite or is_waited_for(database))
        db.execute(update(cart_items).where(cart_items.c.product_id == "101").values(quantity=3))
        db.commit()
        question = buying.result()
    database.close()

    assert "3 of the Alpine Blade for $1,080" in question["say"]


def is_waited_for(database: Database) -> bool:
    """Whether somebody waits for a lock in this PostgreSQL database."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.engine.connect() as db:
        return bool(db.execute(text(waiting)).scalar_one())


def wait_until(happens: Callable[[], bool]) -> None:
    """Look until it has; at most ten seconds."""
    give_up = time.monotonic() + 10
    while not happens():
        assert time.monotonic() < give_up
        time.sleep(0.01)
