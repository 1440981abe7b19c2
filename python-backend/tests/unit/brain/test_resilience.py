"""Whatever is said, in whatever order, and whatever the tools answer: the brain answers, and never loops."""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.brain.answers import Shop, refusal
from tests.unit.brain.shop import PhoneCall

SENTENCES = (
    "hi", "", "yes", "no", "206 135 1246", "1234", "ssn", "January 5th 1980", "no, it's 1-2-4-7", "never mind",
    "I want to return my snowboard", "the twin tip", "the second one", "add it to my cart", "check out",
    "what's on sale", "goodbye", "⚠️ stop", "no, the date is wrong", "12 Pine Street, Seattle, WA 98101", "é∂ƒ",
    "double", "two thousand and", "twenty", "maybe later", "sorry I meant 206 135 9999", "99/99/9999", "at dot com",
)  # fmt: skip
CODES = ("verification_failed", "required_first", "invalid_arguments", "not_found", "confirmation_required", "unknown")


@pytest.mark.parametrize("seed", range(20))
async def test_no_order_of_sentences_and_failures_breaks_a_call(seed: int) -> None:
    chance, shop = random.Random(seed), Shop()

    def moody(name: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        failed = chance.random() < 0.25
        return refusal(chance.choice(CODES), "That failed.") if failed else shop(name, arguments)

    call = PhoneCall(moody, agent=chance.choice(("authentication", "returns", "sales", "simulatedHuman")))
    for _ in range(15):
        before = len(call.calls)

        assert await call.says(chance.choice(SENTENCES))
        assert len(call.calls) - before <= 8
