"""What was understood, said back before something is done with it."""

from tests.unit.brain.answers import Shop
from tests.unit.brain.shop import DETAILS, PhoneCall, say_all


async def test_an_address_is_read_back_as_one_and_the_caller_hears_what_is_done_with_it() -> None:
    call = PhoneCall(Shop())
    heard = await say_all(call, "please change my address", *DETAILS, "yes", "12 Pine Street, Seattle, WA 98101")

    assert heard == (
        "I have 12 Pine Street, Seattle, WA, 98101. Shall I save your new address, replacing the one on file?"
    )


async def test_digits_are_read_back_with_what_they_are_from() -> None:
    call = PhoneCall(Shop())
    heard = await say_all(call, "I want to return my snowboard", *DETAILS)

    assert heard == "I have SSN 1 2 3 4. Is that right?"


async def test_what_a_caller_says_they_do_not_have_is_not_taken_for_their_choice() -> None:
    call = PhoneCall(Shop())
    await say_all(call, "I want to return my snowboard", "206 135 1246")
    heard = await say_all(call, "I don't have a credit card", "1234")

    assert heard == "I have 1 2 3 4. Are the four digits from the credit card or from the social security number?"


async def test_a_greeting_is_returned_with_an_offer_to_help() -> None:
    call = PhoneCall(Shop())
    await call.says()

    assert await call.says("hello") == "Hello. What can I help you with?"
    assert await call.says("what can you do") == (
        "I'm happy to help. You can hear the return policy, return something, "
        "or hear what is on sale. What can I help you with?"
    )


async def test_a_wish_is_understood_through_a_long_reason() -> None:
    story = "because the whole nose came apart under me halfway down the hill yesterday morning near the lift station"
    call = PhoneCall(Shop())

    assert await call.says(f"I want to return the twin tip {story}") == "What is your phone number?"


async def test_what_was_not_narrowed_down_is_looked_up_whole() -> None:
    call = PhoneCall(Shop())
    await call.says("what's on sale right now?")

    assert call.named("lookupNewSales") == [{"category": "any"}]


async def test_a_no_instead_of_the_new_value_leaves_an_offer() -> None:
    call = PhoneCall(Shop())
    asked = await say_all(call, "I want to return my snowboard", *DETAILS, "yes", "yes")

    assert asked == "What is your new address?"
    assert (await call.says("no")).endswith("Would you like to sign up?")


async def test_being_verified_is_nothing_that_is_offered() -> None:
    call = PhoneCall(Shop(), agent="returns")
    await call.says()

    assert "verify" not in await say_all(call, "flurb wug", "blorp zig")
