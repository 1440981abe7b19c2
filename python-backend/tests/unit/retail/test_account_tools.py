"""Verification, address, offer and orders of one caller."""

from typing import cast

import pytest
from pydantic import ValidationError

from tests.unit.retail.shop import Shop
from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.addresses import save_or_update_address
from toolserver.scenarios.customer_service_retail.offers import update_user_offer_response
from toolserver.scenarios.customer_service_retail.orders import Orders, lookup_orders
from toolserver.scenarios.customer_service_retail.verification import Identity, authenticate_user_information
from toolserver.toolkit.declaration import Tool

ALEX, TOM = "CUS-0001", "CUS-0005"
PHONE, MARIAS_PHONE, NOBODYS_PHONE = "(206) 135-1246", "(206) 555-0142", "(206) 555-0100"
ADDRESS = {"street": "12 Pine Street", "city": "Seattle", "state": "WA", "postal_code": "98101"}
CREDENTIALS: dict[str, object] = {
    "phone_number": PHONE,
    "last_4_digits": "4821",
    "last_4_digits_type": "credit_card",
    "date_of_birth": "1988-03-14",
}


async def failure(shop: Shop, tool: Tool, arguments: dict[str, object]) -> ToolFailed:
    """The failure with which the tool ends."""
    with pytest.raises(ToolFailed) as failed:
        await shop.run(tool, arguments)
    return failed.value


@pytest.mark.parametrize("digits", [("4821", "credit_card"), ("7305", "ssn")])
async def test_the_right_details_verify_and_bind(digits: tuple[str, str]) -> None:
    shop = Shop()
    changed = {"last_4_digits": digits[0], "last_4_digits_type": digits[1]}

    who = cast(Identity, await shop.run(authenticate_user_information, CREDENTIALS | changed))

    assert (who.success, who.customer_name, shop.verification.bound) == (True, "Alex Johnson", [ALEX])


@pytest.mark.parametrize(
    "wrong",
    [
        {"date_of_birth": "1988-03-15"},
        {"last_4_digits": "4822"},
        {"last_4_digits_type": "ssn"},
        {"phone_number": MARIAS_PHONE},
        {"phone_number": NOBODYS_PHONE},
    ],
)
async def test_any_wrong_part_fails_with_the_same_words(wrong: dict[str, object]) -> None:
    shop = Shop()

    failed = await failure(shop, authenticate_user_information, CREDENTIALS | wrong)

    assert (failed.code, failed.keep_writes) == ("verification_failed", True)
    assert failed.say == "I couldn't verify you with those details. Let's go through them once more."
    assert (len(shop.verification.counted), shop.verification.bound) == (1, [])


@pytest.mark.parametrize(
    "malformed",
    [{"last_4_digits": "482"}, {"date_of_birth": "March 14"}, {"last_4_digits_type": "id"}],
)
def test_malformed_details_are_refused_before_they_count_as_a_try(malformed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        authenticate_user_information.arguments.model_validate(CREDENTIALS | malformed)


@pytest.mark.parametrize("number", ["1234", "", "call me", "206135124612461246"])
async def test_what_is_no_phone_number_is_asked_for_again_and_is_no_try(number: str) -> None:
    shop = Shop()

    failed = await failure(shop, authenticate_user_information, CREDENTIALS | {"phone_number": number})

    assert failed.code == "phone_number_incomplete"
    assert failed.say == "That is no complete phone number. Could you tell me all of its digits?"
    assert shop.verification.counted == []


async def test_a_new_address_replaces_the_old_one() -> None:
    shop = Shop(ALEX)

    for city in ("Seattle", "Tacoma"):
        await shop.run(save_or_update_address, {"phone_number": PHONE, "new_address": ADDRESS | {"city": city}})

    assert shop.rows("retail_addresses", "customer_id, city") == [(ALEX, "Tacoma")]


async def test_the_last_answer_to_an_offer_wins() -> None:
    shop = Shop(ALEX)

    for answer in ("ACCEPTED", "REMIND_LATER", "DECLINED"):
        arguments = {"phone": PHONE, "offer_id": "a-592", "user_response": answer}
        await shop.run(update_user_offer_response, arguments)

    assert shop.rows("retail_offer_responses", "offer_id, response") == [("a-592", "DECLINED")]


async def test_an_unknown_offer_is_not_found() -> None:
    arguments: dict[str, object] = {"phone": PHONE, "offer_id": "z-1", "user_response": "ACCEPTED"}

    assert (await failure(Shop(ALEX), update_user_offer_response, arguments)).code == "not_found"


async def test_orders_come_newest_first_with_their_items() -> None:
    found = cast(Orders, await Shop(ALEX).run(lookup_orders, {"phoneNumber": "206-135-1246"}))

    assert [order.order_id for order in found.orders] == ["SNP-DEMO-1001", "SNP-20230914-001", "SNP-20230820-002"]
    assert [item.item_name for item in found.orders[0].items] == ["Ridge Runner Snowboard", "Summit Helmet"]
    assert "Ridge Runner" in found.say


async def test_a_customer_without_orders_hears_so() -> None:
    found = cast(Orders, await Shop(TOM).run(lookup_orders, {"phoneNumber": "(509) 555-0163"}))

    assert (found.orders, found.say) == ((), "I don't see any orders on your account.")


@pytest.mark.parametrize("phone", [MARIAS_PHONE, NOBODYS_PHONE])
async def test_a_session_cannot_tell_a_strangers_number_from_an_unknown_one(phone: str) -> None:
    assert (await failure(Shop(ALEX), lookup_orders, {"phoneNumber": phone})).code == "not_permitted"


async def test_a_service_is_told_that_a_number_is_unknown() -> None:
    service = Shop()
    service.session = None

    assert (await failure(service, lookup_orders, {"phoneNumber": NOBODYS_PHONE})).code == "not_found"
