"""What the caller says beside the wish: the thing and the reason."""

import pytest

from tests.unit.brain.answers import Shop
from tests.unit.brain.shop import AGENTS, CHECK, DETAILS, PhoneCall, say_all


@pytest.mark.parametrize(
    "said",
    [
        "I want to return the Twin Tip snowboard because the edge came loose",
        "the edge came off my twin tip and I want my money back",
        "My twin tip is broken. Can I return it?",
    ],
)
@pytest.mark.parametrize("steps", [AGENTS["returns"][2], ""])
async def test_item_and_reason_in_one_sentence_are_not_asked_for_again(
    said: str, steps: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(AGENTS, "returns", (*AGENTS["returns"][:2], steps))
    call = PhoneCall(Shop())
    asked = await say_all(call, said, *DETAILS, "yes", "no thanks", "no")
    await call.says("yes")

    assert asked.endswith("Shall I check whether the Twin Tip Snowboard X can come back and, if so, set up the return?")
    assert call.named(CHECK)[0]["itemIds"] == ["SNB-TT-X01"]
    assert call.named(CHECK)[0]["question"] == said


@pytest.mark.parametrize(
    "said",
    ["I want to return the Park and Pipe Freestyle Board", "Can I return the freestyle board I bought last week?"],
)
async def test_a_long_name_of_the_item_is_no_reason(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AGENTS, "returns", (*AGENTS["returns"][:2], ""))
    call = PhoneCall(Shop())

    assert (await say_all(call, said, *DETAILS, "yes", "no thanks", "no")).endswith(
        "What is wrong with the Park & Pipe Freestyle Board?"
    )
