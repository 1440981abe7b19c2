"""Calls about offers, the cart and the checkout, typed."""

import pytest

from tests.unit.brain.answers import Shop, refusal
from tests.unit.brain.shop import DETAILS, PhoneCall, say_all


async def test_what_is_on_sale_needs_no_verification() -> None:
    call = PhoneCall(Shop())
    heard = await say_all(call, "what's on sale on boots?")

    assert [name for name, _ in call.calls] == ["transfer_to_sales", "lookupNewSales"]
    assert call.named("lookupNewSales") == [{"category": "boots"}]
    assert "Glacier Grip is two hundred dollars." in heard


@pytest.mark.parametrize("again", ["yes please", "what's on sale on boots?"])
async def test_what_could_not_be_reached_is_tried_again_when_asked_for(again: str) -> None:
    away = {"code": "unavailable", "say": "I cannot reach our systems right now.", "message": "", "retryable": True}
    call = PhoneCall(Shop(lookupNewSales=[{"error": away}]))
    asked = await call.says("what's on sale on boots?")
    heard = await call.says(again)

    assert asked.endswith("I cannot reach our systems right now. Would you like me to try again?")
    assert "Glacier Grip is two hundred dollars." in heard
    assert call.named("lookupNewSales") == [{"category": "boots"}] * 2


async def test_an_item_from_the_offers_goes_to_the_cart_once_the_caller_agrees() -> None:
    call = PhoneCall(Shop())
    asked = await say_all(call, "what's on sale on boots?", "add the Summit Steps to my cart")
    await call.says("yes")

    assert asked.endswith("Shall I put one piece of the Summit Steps into your cart?")
    assert call.named("addToCart") == [{"item_id": "302"}]


def asking_first() -> Shop:
    """The shop as it is: a checkout has to be agreed to."""
    question = "You want to check out the Summit Steps for $150 in all. Shall I?"
    return Shop(checkout=[refusal("confirmation_required", question, confirmation_token="CNF-1")])


async def test_what_the_toolserver_asks_about_is_asked_once_and_called_again_with_its_token() -> None:
    call = PhoneCall(asking_first())
    await say_all(call, "what's on sale on boots?", "add the Summit Steps to my cart", "yes")
    asked = await say_all(call, "I'm ready to check out", *DETAILS, "yes", "no", "no")
    heard = await call.says("yes")

    assert asked.endswith("You want to check out the Summit Steps for $150 in all. Shall I?")
    assert [order.get("confirmation_token") for order in call.named("checkout")] == [None, "CNF-1"]
    assert heard.startswith("Let me prepare your checkout. You can pay now.")


async def test_a_no_to_what_the_toolserver_asks_leaves_it_and_no_yes_is_kept() -> None:
    call = PhoneCall(asking_first())
    await say_all(call, "what's on sale on boots?", "add the Summit Steps to my cart", "yes")
    await say_all(call, "I'm ready to check out", *DETAILS, "yes", "no", "no")
    heard = await call.says("no")
    await call.says("I'm ready to check out")

    assert heard == "All right, let's leave that. Is there anything else I can help you with?"
    assert [order.get("confirmation_token") for order in call.named("checkout")] == [None, None]
