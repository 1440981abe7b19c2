"""Balances and histories: own ones only, booked against available, and they follow what was done."""

from decimal import Decimal

import pytest
from sqlalchemy import insert

from tests.unit.bank.desk import HANNAH, MARCUS, PETER, VICTOR, Bank, checking, savings, wish
from toolserver.scenarios.bank import tables
from toolserver.testing import NOW

READS = ("get_balance", "get_transaction_history")


async def test_a_pending_payment_reduces_what_is_available() -> None:
    found = await Bank(MARCUS).does("get_balance", {"account_number": checking(MARCUS)})

    assert (found.balance, found.pending) == (Decimal("2407.75"), Decimal("360.15"))
    assert found.available_balance == found.balance - found.pending
    assert "$2,047.60" in found.say


async def test_who_does_not_ask_for_pending_payments_hears_nothing_of_them_but_cannot_spend_them() -> None:
    asked = {"account_number": checking(MARCUS), "include_pending": False}
    found = await Bank(MARCUS).does("get_balance", asked)

    assert (found.pending, found.available_balance) == (None, Decimal("2047.60"))
    assert "pending" not in found.say


async def test_more_on_hold_than_there_is_leaves_nothing_available() -> None:
    desk = Bank(PETER)
    held = {"id": "HLD-1", "account_id": desk.account(checking(PETER)).id, "description": "Hotel", "placed_at": NOW}
    with desk.engine.begin() as db:
        db.execute(insert(tables.holds).values(**held, amount_cents=100_000))
    found = await desk.does("get_balance", {"account_number": checking(PETER)})

    assert (found.available_balance, found.pending) == (Decimal(0), Decimal(1000))


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("number", [checking(PETER), "123456", "9999999999"])
async def test_a_session_cannot_tell_a_strangers_account_from_an_unknown_one(name: str, number: str) -> None:
    failed = await Bank(HANNAH).fails(name, {"account_number": number})

    assert (failed.code, failed.say) == ("not_permitted", "I can only look at your own account.")


@pytest.mark.parametrize("name", READS)
async def test_a_service_is_told_that_an_account_is_unknown(name: str) -> None:
    service = Bank()
    service.session = None

    assert (await service.fails(name, {"account_number": "9999999999"})).code == "not_found"
    assert (await service.does(name, {"account_number": checking(PETER)})).say


@pytest.mark.parametrize("name", READS)
async def test_a_frozen_account_can_be_read(name: str) -> None:
    assert (await Bank(VICTOR).does(name, {"account_number": checking(VICTOR)})).say


async def test_a_history_adds_up_to_the_balance() -> None:
    desk = Bank(HANNAH)
    await desk.does("transfer_funds", wish(checking(HANNAH), savings(HANNAH), "12.34"))
    booked = (
        await desk.does("get_transaction_history", {"account_number": checking(HANNAH), "days": 365})
    ).transactions
    balance = (await desk.does("get_balance", {"account_number": checking(HANNAH)})).balance

    assert booked[0].description == "Transfer to savings"
    assert booked[0].balance_after == balance == Decimal("1222.22")
    assert sum(each.amount for each in booked) == balance


async def test_a_history_goes_back_so_many_days_and_shows_so_many_bookings() -> None:
    desk, mine = Bank(HANNAH), {"account_number": checking(HANNAH)}
    lately = (await desk.does("get_transaction_history", mine)).transactions
    since_friday = (await desk.does("get_transaction_history", mine | {"days": 3})).transactions
    two = (await desk.does("get_transaction_history", mine | {"limit": 2})).transactions

    assert len(lately) == 11
    assert [each.description for each in since_friday] == ["Amazon", "Rent"]
    assert two == lately[:2]


async def test_a_day_without_bookings_is_said_to_be_one() -> None:
    found = await Bank(PETER).does("get_transaction_history", {"account_number": savings(PETER), "days": 1})

    assert (found.transactions, "nothing" in found.say) == ((), True)


async def test_who_received_money_reads_so_and_not_from_whom() -> None:
    desk = Bank(HANNAH)
    await desk.does("transfer_funds", wish(checking(HANNAH), checking(PETER), "5"))
    desk.session = None
    found = await desk.does("get_transaction_history", {"account_number": checking(PETER), "limit": 1})

    assert (found.transactions[0].description, found.transactions[0].amount) == ("Transfer received", Decimal(5))
    assert "Hannah" not in found.model_dump_json()
