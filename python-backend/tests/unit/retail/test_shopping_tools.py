"""Policy, promotions, cart and checkout."""

from typing import cast

import pytest

from tests.unit.retail.shop import Shop
from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.cart import Cart, add_to_cart
from toolserver.scenarios.customer_service_retail.checkout import Checkout, check_out
from toolserver.scenarios.customer_service_retail.policy import Policy, retrieve_policy
from toolserver.scenarios.customer_service_retail.sales import Sales, look_up_new_sales

ALEX = "CUS-0001"
PHONE = "(206) 135-1246"


@pytest.mark.parametrize(
    ("region", "category", "expected"),
    [
        ("United States", "snowboard", ("US", "snowboard")),
        ("the US", "snowboard boots", ("US", "boots")),
        ("Canada", "Jackets", ("CA", "apparel")),
        ("Atlantis", "submarine", ("general", "general")),
    ],
)
async def test_the_policy_is_found_by_region_and_category(
    region: str, category: str, expected: tuple[str, str]
) -> None:
    found = cast(Policy, await Shop().run(retrieve_policy, {"region": region, "itemCategory": category}))

    assert (found.region, found.item_category) == expected
    assert "within 30 days of delivery" in found.policy and found.version


@pytest.mark.parametrize(
    ("category", "ids"),
    [
        ("snowboard", ["102", "101"]),
        ("apparel", ["201", "202"]),
        ("boots", ["302", "301"]),
        ("accessories", ["401", "402"]),
        ("any", ["201", "302", "102", "202", "401", "101", "301", "402"]),
    ],
)
async def test_promotions_come_with_the_biggest_discount_first(category: str, ids: list[str]) -> None:
    found = cast(Sales, await Shop().run(look_up_new_sales, {"category": category}))

    assert [sale.item_id for sale in found.sales] == ids


async def test_a_promotion_says_when_it_is_sold_out() -> None:
    found = cast(Sales, await Shop().run(look_up_new_sales, {"category": "accessories"}))

    assert {sale.item_id: sale.in_stock for sale in found.sales} == {"401": True, "402": False}
    assert "sold out" in found.say


async def test_the_cart_adds_up() -> None:
    shop = Shop()

    for item_id in (101, "101", "301"):
        cart = cast(Cart, await shop.run(add_to_cart, {"item_id": item_id}))

    assert [(line.item_id, line.quantity) for line in cart.cart] == [("101", 2), ("301", 1)]
    assert cart.total_usd == 920


@pytest.mark.parametrize(("item_id", "code"), [("402", "sold_out"), ("999", "not_found")])
async def test_what_cannot_be_sold_does_not_enter_the_cart(item_id: str, code: str) -> None:
    shop = Shop()

    with pytest.raises(ToolFailed) as failed:
        await shop.run(add_to_cart, {"item_id": item_id})

    assert (failed.value.code, shop.rows("retail_cart_items")) == (code, [])


async def test_a_checkout_takes_from_the_cart_and_from_the_stock() -> None:
    shop = Shop(ALEX)
    await shop.run(add_to_cart, {"item_id": "101"})
    await shop.run(add_to_cart, {"item_id": "101"})

    bought = cast(Checkout, await shop.run(check_out, {"item_ids": ["101"], "phone_number": PHONE}))

    assert bought.order_total_usd == 720
    assert shop.rows("retail_checkouts", "customer_id, total_cents") == [(ALEX, 72000)]
    assert shop.rows("retail_cart_items") == []
    assert shop.rows("retail_products where id = '101'", "stock") == [(10,)]


async def test_what_is_not_bought_stays_in_the_cart() -> None:
    shop = Shop(ALEX)
    for item_id in ("101", "301", "301"):
        await shop.run(add_to_cart, {"item_id": item_id})

    await shop.run(check_out, {"item_ids": ["101"], "phone_number": PHONE})

    assert shop.rows("retail_cart_items", "product_id, quantity") == [("301", 2)]


async def test_only_what_is_in_the_cart_can_be_checked_out() -> None:
    shop = Shop(ALEX)
    await shop.run(add_to_cart, {"item_id": "101"})

    with pytest.raises(ToolFailed) as failed:
        await shop.run(check_out, {"item_ids": ["101", "301"], "phone_number": PHONE})

    assert failed.value.code == "not_in_cart"
    assert len(shop.rows("retail_cart_items")) == 1
