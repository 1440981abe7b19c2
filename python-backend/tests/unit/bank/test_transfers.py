"""What may be transferred, what not, and what is asked before it is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from tests.unit.bank.desk import ELSEWHERE, HANNAH, LENA, MARCUS, PETER, TOOLS, VICTOR, Bank, checking, savings, wish
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.business_day import bounds_of_day
from toolserver.scenarios.bank.ledger import discrepancies
from toolserver.testing import NOW, FrozenClock

TRANSFER = "transfer_funds"
FROM, TO = checking(HANNAH), savings(HANNAH)


async def sent(desk: Bank, arguments: dict[str, Any]) -> Any:
    """A transfer that is made, after which the ledger is sound."""
    result = await desk.does(TRANSFER, arguments)
    with desk.engine.begin() as db:
        assert discrepancies(db) == []
    return result


@pytest.mark.parametrize(
    ("target", "way", "reached"),
    [
        (TO, "internal", TO),
        (checking(PETER), "internal", checking(PETER)),
        (ELSEWHERE, "external", "clearing-external"),
        (ELSEWHERE, "wire", "clearing-wire"),
    ],
)
async def test_what_leaves_one_account_reaches_the_other(target: str, way: str, reached: str) -> None:
    desk = Bank(HANNAH)
    before = desk.account(FROM).balance_cents, desk.account(reached).balance_cents
    result = await sent(desk, wish(FROM, target, "34.56", way))

    assert (desk.account(FROM).balance_cents, desk.account(reached).balance_cents) == (
        before[0] - 3456,
        before[1] + 3456,
    )
    assert (result.new_balance, result.currency) == (Decimal("1200.00"), "USD")
    assert result.transaction_id.startswith("TX-")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (wish(FROM, FROM), "same_account"),
        (wish(FROM, TO, "0"), "invalid_amount"),
        (wish(FROM, TO, "0.00"), "invalid_amount"),
        (wish(FROM, TO, "1234.57"), "insufficient_funds"),
        (wish(FROM, ELSEWHERE, "1"), "unknown_account"),
        (wish(FROM, TO, "1", "external"), "unknown_account"),
        (wish(FROM, checking(PETER), "1", "wire"), "unknown_account"),
        (wish(FROM, checking(VICTOR), "1"), "account_frozen"),
        (wish(checking(PETER), FROM, "1"), "not_permitted"),
        (wish("9999999999", FROM, "1"), "not_permitted"),
    ],
)
async def test_what_may_not_be_is_named_and_moves_nothing(arguments: dict[str, Any], code: str) -> None:
    desk = Bank(HANNAH)
    before = desk.rows("bank_entries")
    failed = await desk.fails(TRANSFER, arguments)

    assert failed.code == code
    assert desk.rows("bank_entries") == before


@pytest.mark.parametrize("amount", ["-5", "1.234", "1e3", "", "5 dollars", "$5", 5, 5.5, "1,000", None, "01"])
def test_an_amount_is_a_decimal_text_with_two_places(amount: object) -> None:
    with pytest.raises(ValidationError):
        TOOLS[TRANSFER].arguments.model_validate(wish(FROM, TO) | {"amount": amount})


@pytest.mark.parametrize("number", ["12345", "1" * 18, "clearing-wire", "bank", "40218-73365"])
def test_the_banks_own_accounts_have_no_number_that_one_could_say(number: str) -> None:
    with pytest.raises(ValidationError):
        TOOLS[TRANSFER].arguments.model_validate(wish(FROM, number))


@pytest.mark.parametrize("way", [(checking(VICTOR), savings(VICTOR)), (savings(VICTOR), checking(VICTOR))])
async def test_no_money_moves_on_a_frozen_account_not_even_between_own_ones(way: tuple[str, str]) -> None:
    failed = await Bank(VICTOR).fails(TRANSFER, wish(*way, "1"))

    assert failed.code == "account_frozen"
    assert "checking account" in failed.say


async def test_of_a_strangers_frozen_account_nothing_is_told() -> None:
    failed = await Bank(HANNAH).fails(TRANSFER, wish(FROM, checking(VICTOR)))

    assert failed.say == "I can't send money to that account at the moment."


async def test_the_last_cent_can_be_spent() -> None:
    desk = Bank(HANNAH)
    await sent(desk, wish(FROM, TO, "1234.56"))

    assert desk.account(FROM).balance_cents == 0
    assert (await desk.fails(TRANSFER, wish(FROM, TO, "0.01"))).code == "insufficient_funds"


async def test_what_is_pending_cannot_be_spent() -> None:
    desk = Bank(MARCUS)

    failed = await desk.fails(TRANSFER, wish(checking(MARCUS), savings(MARCUS), "2047.61"))
    await sent(desk, wish(checking(MARCUS), savings(MARCUS), "2047.60"))

    assert (failed.code, "$2,047.60" in failed.say) == ("insufficient_funds", True)


@pytest.mark.parametrize(
    ("target", "way"), [(ELSEWHERE, "external"), (ELSEWHERE, "wire"), (checking(PETER), "internal")]
)
async def test_others_get_no_more_than_is_left_of_the_day(target: str, way: str) -> None:
    desk = Bank(LENA)
    failed = await desk.fails(TRANSFER, wish(checking(LENA), target, "200.01", way))
    await sent(desk, wish(savings(LENA), target, "200", way))

    assert (failed.code, "$200" in failed.say) == ("daily_limit_exceeded", True)
    assert (await desk.fails(TRANSFER, wish(checking(LENA), target, "0.01", way))).code == "daily_limit_exceeded"


async def test_between_own_accounts_there_is_no_limit() -> None:
    desk = Bank(LENA)
    await sent(desk, wish(checking(LENA), savings(LENA), "7000"))

    assert (await sent(desk, wish(checking(LENA), ELSEWHERE, "200", "wire"))).transaction_id


async def test_the_limit_is_the_business_days() -> None:
    clock = FrozenClock()
    desk = Bank(LENA, clock)
    clock.now = bounds_of_day(NOW)[1] - timedelta(microseconds=1)
    failed = await desk.fails(TRANSFER, wish(checking(LENA), ELSEWHERE, "201", "wire"))
    clock.now = bounds_of_day(NOW)[1]

    assert failed.code == "daily_limit_exceeded"
    assert (await sent(desk, wish(checking(LENA), ELSEWHERE, "5000", "wire"))).transaction_id


@pytest.mark.parametrize(
    ("target", "way", "named"),
    [
        (TO, "internal", "your savings account ending in 3 3 7 3, as an internal transfer"),
        (checking(PETER), "internal", "the account ending in 2 8 4 6, as an internal transfer"),
        (ELSEWHERE, "external", "the account ending in 6 5 5 4 at another bank, as an external transfer"),
        (ELSEWHERE, "wire", "the account ending in 6 5 5 4 at another bank, by wire"),
    ],
)
async def test_the_question_names_the_amount_both_accounts_and_the_way(target: str, way: str, named: str) -> None:
    asked = await Bank(HANNAH).question(TRANSFER, wish(FROM, target, "50.25", way))

    assert asked == f"You want to send $50.25 from your checking account ending in 3 3 6 5 to {named}. Shall I?"


async def test_two_accounts_with_the_same_last_digits_are_two_questions() -> None:
    desk, tool = Bank(HANNAH), TOOLS[TRANSFER]
    one, other = [await desk.asked(tool, wish(FROM, f"{first}0006554", "5", "wire")) for first in "12"]

    assert one.say == other.say
    assert one.text != other.text


async def test_an_account_that_changed_its_owner_is_another_question() -> None:
    desk, tool, mine = Bank(HANNAH), TOOLS[TRANSFER], tables.accounts.c
    before = await desk.asked(tool, wish(FROM, TO))
    with desk.engine.begin() as db:
        db.execute(update(tables.accounts).where(mine.number == TO).values(customer_id=PETER.customer.id))

    assert (await desk.asked(tool, wish(FROM, TO))).text != before.text


async def test_nobody_is_told_whose_account_it_is() -> None:
    desk = Bank(HANNAH)
    asked = await desk.question(TRANSFER, wish(FROM, checking(PETER), "5"))
    done = await sent(desk, wish(FROM, checking(PETER), "5"))

    assert "Peter" not in asked + done.model_dump_json()
