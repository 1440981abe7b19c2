"""Whole calls, typed: what the caller hears, and which calls are made."""

from typing import Any

import pytest

from tests.unit.brain.answers import Shop, refusal
from tests.unit.brain.shop import AGENTS, CHECK, DETAILS, PhoneCall, say_all

VERIFY = "authenticate_user_information"
END_CALL: dict[str, Any] = {
    "type": "function",
    "name": "end_call",
    "description": "End the call.",
    "parameters": {"type": "object", "properties": {"reason": {"type": "string"}}, "required": ["reason"]},
}
WAXING: dict[str, Any] = {
    "type": "function",
    "name": "bookWaxing",
    "description": "Book a waxing appointment for a snowboard.",
    "parameters": {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date", "description": "The day of the appointment."},
            "boards": {"type": "integer", "description": "The number of boards."},
        },
        "required": ["day", "boards"],
    },
}


async def verified_return(shop: Shop) -> PhoneCall:
    """A call that has got to the question of what is wrong."""
    call = PhoneCall(shop)
    await call.says()
    await say_all(call, "Hi, I want to return my snowboard", *DETAILS, "yes", "no thanks", "no", "the twin tip")
    return call


async def test_a_call_starts_with_the_agents_greeting() -> None:
    call = PhoneCall(Shop())

    assert await call.says() == "Hello, this is Snowy Peak Boards. How can I help you today?"


async def test_a_whole_return_goes_from_the_greeting_to_the_return_number() -> None:
    call = await verified_return(Shop())
    await call.says("the edge came off after three runs")
    heard = await call.says("yes")

    assert [name for name, _ in call.calls] == [
        VERIFY,
        "update_user_offer_response",
        "transfer_to_returns",
        "lookupOrders",
        "retrievePolicy",
        CHECK,
    ]
    assert call.named(VERIFY)[0] == {
        "phone_number": "2061351246",
        "last_4_digits": "1234",
        "last_4_digits_type": "ssn",
        "date_of_birth": "1980-01-05",
    }
    assert call.named(CHECK)[0]["orderId"] == "SNP-20230914-001"
    assert call.named(CHECK)[0]["itemIds"] == ["SNB-TT-X01"]
    assert "the edge came off" in call.named(CHECK)[0]["question"]
    assert "Your return is set up. Is there anything else" in heard


async def test_the_answer_to_the_offer_is_recorded_with_the_phone_number_already_known() -> None:
    call = await verified_return(Shop())

    offer = {"offer_id": "a-592", "phone": "2061351246", "user_response": "DECLINED"}
    assert call.named("update_user_offer_response") == [offer]


async def test_a_second_fact_is_asked_for_and_given() -> None:
    say = "To be sure that it's you, please also tell me the last four digits of your credit card."
    asked = refusal("second_fact_needed", say, message="ask, then call again with other_last_4_digits as well")
    call = PhoneCall(Shop(**{VERIFY: [asked]}))
    await say_all(call, "Hi, I want to return my snowboard", *DETAILS)
    assert say in await call.says("yes")
    assert await call.says("4821") == "I have 4 8 2 1. Is that right?"
    await call.says("yes")

    first, second = call.named(VERIFY)
    assert "other_last_4_digits" not in first
    assert second == {**first, "other_last_4_digits": "4821"}


async def test_the_next_agent_goes_on_with_the_goal_and_does_not_greet_again() -> None:
    call = PhoneCall(Shop())
    await call.says()
    heard = await say_all(call, "I want to return my snowboard", *DETAILS, "yes", "no", "no")

    assert call.agent == "returns"
    assert "Which one is it: the Twin Tip Snowboard X" in heard
    assert "Hello" not in heard


async def test_a_bare_yes_to_another_question_starts_nothing_new() -> None:
    call = PhoneCall(Shop())
    await say_all(call, "I want to return my snowboard", *DETAILS, "yes", "no thanks", "no")
    heard = await call.says("yes")

    assert call.agent == "returns"
    assert "Which one" in heard


async def test_a_refused_return_is_said_as_it_was_decided() -> None:
    refused = {"say": "It is past the thirty days.", "is_eligible": "false", "return_id": None}
    call = await verified_return(Shop(**{CHECK: [refused]}))
    heard = await say_all(call, "I changed my mind", "yes")

    assert "It is past the thirty days. Is there anything else" in heard


async def test_a_board_that_is_on_its_way_is_refused_and_the_call_goes_on() -> None:
    refused = {"say": "That has not been delivered yet.", "is_eligible": "false", "return_id": None}
    call = PhoneCall(Shop(**{CHECK: [refused]}))
    await say_all(
        call, "can I get my money back for the goggles", *DETAILS, "yes", "no", "no", "I don't want them", "yes"
    )

    assert call.named(CHECK)[0]["itemIds"] == ["GOG-037"]
    assert call.named(CHECK)[0]["orderId"] == "SNP-20230820-002"


async def test_more_information_is_asked_for_and_the_check_is_made_again_with_it() -> None:
    unsure = {"say": "How did that happen?", "status": "needs_more"}
    call = await verified_return(Shop(**{CHECK: [unsure]}))
    asked = await say_all(call, "there's a big crack", "yes")
    heard = await call.says("it cracked after three runs in normal use")

    assert asked.endswith("How did that happen?")
    assert "three runs in normal use" in call.named(CHECK)[1]["question"]
    assert "Your return is set up." in heard


async def test_verification_can_fail_twice_and_then_succeed() -> None:
    failed = refusal("verification_failed", "I couldn't verify you with those details.")
    call = PhoneCall(Shop(**{VERIFY: [failed, failed]}))
    first = await say_all(call, "I want to return my snowboard", *DETAILS, "yes")
    await say_all(call, *DETAILS, "yes")
    heard = await say_all(call, *DETAILS, "yes")

    assert first.endswith("I couldn't verify you with those details. What is your phone number?")
    assert len(call.named(VERIFY)) == 3
    assert "Thank you, Ada. You're verified." in heard


async def test_a_phone_number_that_cannot_exist_is_asked_for_again_and_nothing_else() -> None:
    incomplete = refusal("phone_number_incomplete", "That is no complete phone number.")
    call = PhoneCall(Shop(**{VERIFY: [incomplete]}))
    heard = await say_all(call, "I want to return my snowboard", *DETAILS, "yes")
    await say_all(call, "206 135 1247", "yes")

    assert heard.endswith("That is no complete phone number. What is your phone number?")
    assert call.named(VERIFY)[1] == {**call.named(VERIFY)[0], "phone_number": "2061351247"}


async def test_a_read_back_number_can_be_corrected_by_its_end() -> None:
    call = PhoneCall(Shop())
    await say_all(call, "I want to return my snowboard", "206 135 1246")
    heard = await call.says("no, it's 1-2-4-7")

    assert heard.startswith("I have 2 0 6, 1 3 5, 1 2 4 7.")


async def test_digits_that_are_withdrawn_in_the_same_breath_do_not_count() -> None:
    call = PhoneCall(Shop())
    await say_all(call, "I want to return my snowboard", "206 135 1246", "1234")
    heard = await call.says("no, it's 5678, not 1234")

    assert heard.startswith("I have 5 6 7 8.")


async def test_what_is_wrong_in_a_read_back_is_asked_again_by_its_name() -> None:
    call = PhoneCall(Shop())
    await say_all(call, "I want to return my snowboard", "206 135 1246", "1234", "ssn", "January 5 1980")

    assert await call.says("no, the date is wrong") == "What is your date of birth?"


async def test_the_policy_is_looked_up_for_what_was_asked_about_without_verification() -> None:
    call = PhoneCall(Shop())
    await call.says("what is your return policy on boots")

    assert [name for name, _ in call.calls] == ["transfer_to_returns", "retrievePolicy"]
    assert call.named("retrievePolicy") == [{"region": "United States", "itemCategory": "boots"}]


async def test_a_return_works_without_steps_from_what_the_tools_require(monkeypatch: pytest.MonkeyPatch) -> None:
    about, tools, _ = AGENTS["returns"]
    monkeypatch.setitem(AGENTS, "returns", (about, tools, ""))
    call = await verified_return(Shop())
    await say_all(call, "the edge came off", "yes")

    assert [name for name, _ in call.calls][-3:] == ["lookupOrders", "retrievePolicy", CHECK]
    assert "the edge came off" in call.named(CHECK)[0]["question"]


async def test_a_person_is_reached_without_verification() -> None:
    call = PhoneCall(Shop())
    heard = await call.says("I want to talk to a person")

    assert call.agent == "simulatedHuman"
    assert heard.endswith("Hi, I stand in for a person here, and I am an AI.")


async def test_never_mind_leaves_the_form() -> None:
    call = PhoneCall(Shop())
    heard = await say_all(call, "I want to return my snowboard", "never mind")

    assert heard == "All right, let's leave that. Is there anything else I can help you with?"
    assert call.calls == []


async def test_silence_is_met_with_the_open_question() -> None:
    call = PhoneCall(Shop())
    await call.says("I want to return my snowboard")

    assert await call.says("") == "Are you still there? What is your phone number?"
    assert await call.says() == "Are you still there? What is your phone number?"


async def test_nonsense_is_met_with_a_question_and_then_with_choices() -> None:
    call = PhoneCall(Shop())
    await call.says()

    assert await call.says("flurb wug") == "Sorry, I didn't catch that. What can I help you with?"
    assert await call.says("blorp zig") == (
        "Sorry, I didn't catch that. You can hear the return policy, return something, "
        "or hear what is on sale. What can I help you with?"
    )


async def test_a_goodbye_ends_the_call() -> None:
    call = PhoneCall(Shop(), extra=[END_CALL])
    heard = await call.says("goodbye")

    assert call.named("end_call") == [{"reason": "goodbye"}]
    assert heard == "Thank you for calling. Goodbye."


async def test_a_tool_never_seen_works_from_its_schema_alone() -> None:
    call = PhoneCall(Shop(), extra=[WAXING])
    asked = await call.says("I'd like to book a waxing for my board")
    await say_all(call, "March 3rd 2027", "two", "yes")

    assert asked == "What is the day of the appointment?"
    assert call.named("bookWaxing") == [{"day": "2027-03-03", "boards": 2}]


async def test_a_call_that_keeps_failing_is_given_up() -> None:
    refused = refusal("verification_required", "I need to verify who you are first.")
    call = PhoneCall(Shop(lookupOrders=[refused] * 9), agent="returns", manifest=[])
    call.extra = [{"name": "lookupOrders", "description": "Find orders.", "parameters": {"type": "object"}}]
    await call.says("find my orders")

    assert len(call.named("lookupOrders")) <= 3


async def test_guardrail_feedback_is_not_taken_for_the_callers_words() -> None:
    call = PhoneCall(Shop())
    await call.says("I want to return my snowboard")

    assert await call.says("⚠️ Your last response was stopped.") == (
        "Let me put that differently. What is your phone number?"
    )
