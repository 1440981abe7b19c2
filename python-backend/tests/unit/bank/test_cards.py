"""Cards are replaced once, and blocked when somebody else may have them."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.bank.desk import HANNAH, INES, PETER, TOOLS, Bank
from toolserver.toolkit.ids import is_spoken_id

REPLACE = "process_replacement"
HERE = "123 Main Street, Anytown"


def request(reason: str = "Lost", card_type: str = "Gold", address: str = HERE) -> dict[str, Any]:
    """What Hannah asks for."""
    return {"card_type": card_type, "reason": reason, "delivery_address": address}


@pytest.mark.parametrize(
    ("reason", "blocked"), [("Lost", True), ("Stolen", True), ("Damaged", False), ("Other", False)]
)
async def test_a_card_that_somebody_else_may_have_is_blocked_with_the_order(reason: str, blocked: bool) -> None:
    desk = Bank(HANNAH)
    done = await desk.does(REPLACE, request(reason))

    assert (done.card_type, done.old_card_blocked, done.estimated_delivery) == ("Gold", blocked, "5-7 business days")
    assert is_spoken_id(done.replacement_id, "REP")
    assert desk.card_states()["CRD-0001-Gold"] == ("blocked" if blocked else "active")
    assert desk.card_states()["CRD-0001-Silver"] == "active"


async def test_a_second_request_finds_the_first() -> None:
    desk = Bank(HANNAH)
    first = await desk.does(REPLACE, request("Damaged"))
    second = await desk.does(REPLACE, request("Other", address="9 Oak Road, Elsewhere"))

    assert second.replacement_id == first.replacement_id
    assert "already ordered" in second.say
    assert len(desk.rows("bank_replacements")) == 2  # with the one that Ines has


async def test_a_card_that_is_lost_after_its_replacement_was_ordered_is_blocked() -> None:
    desk = Bank(HANNAH)
    first = await desk.does(REPLACE, request("Damaged"))
    asked = await desk.question(REPLACE, request("Stolen"))
    second = await desk.does(REPLACE, request("Stolen"))

    assert "Shall I block the old one, ending in 2 7 6 4, now?" in asked
    assert (second.replacement_id, second.old_card_blocked) == (first.replacement_id, True)
    assert desk.card_states()["CRD-0001-Gold"] == "blocked"


async def test_each_card_has_a_replacement_of_its_own() -> None:
    desk = Bank(HANNAH)
    numbers = {(await desk.does(REPLACE, request(card_type=each))).replacement_id for each in ("Gold", "Silver")}

    assert len(numbers) == 2


async def test_the_order_that_is_under_way_is_found() -> None:
    done = await Bank(INES).does(REPLACE, request())

    assert (done.replacement_id, done.old_card_blocked) == ("REP-DEMO-501", True)


async def test_a_card_one_does_not_have_is_named() -> None:
    failed = await Bank(PETER).fails(REPLACE, request())

    assert (failed.code, failed.say) == ("no_such_card", "I don't see a Gold card of yours. You have a Basic card.")


@pytest.mark.parametrize("address", ["my usual address", "Main Street", "12345", "Anytown, Anystate, Anyland"])
async def test_without_a_whole_address_nothing_is_ordered(address: str) -> None:
    desk = Bank(HANNAH)
    failed = await desk.fails(REPLACE, request(address=address))

    assert failed.code == "address_incomplete"
    assert desk.card_states()["CRD-0001-Gold"] == "active"


@pytest.mark.parametrize("missing", ["card_type", "reason", "delivery_address"])
def test_an_incomplete_request_is_none(missing: str) -> None:
    with pytest.raises(ValidationError):
        TOOLS[REPLACE].arguments.model_validate({**request(), missing: None})


@pytest.mark.parametrize(
    ("address", "is_known"), [(HERE, True), ("123 main st, anytown 12345", True), ("9 Oak Road, Elsewhere", False)]
)
async def test_the_question_says_where_it_goes_and_whether_we_know_it(address: str, is_known: bool) -> None:
    asked = await Bank(HANNAH).question(REPLACE, request(address=address))

    assert f"send the new one to {address}" in asked
    assert ("not the address we have" in asked) is not is_known
    assert "because yours was lost" in asked
    assert "block the old one, ending in 2 7 6 4," in asked


async def test_who_is_nobody_has_no_cards() -> None:
    assert (await Bank().fails(REPLACE, request())).code == "not_permitted"
