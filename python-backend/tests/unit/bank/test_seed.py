"""The demo bank adds up on any day, stays recent, and is different for each customer."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.unit.bank.desk import CUSTOMERS, HANNAH, LENA, PETER, Bank, checking, savings, wish
from toolserver.scenarios.bank.business_day import bounds_of_day, day_of
from toolserver.scenarios.bank.demo import demo
from toolserver.scenarios.bank.ledger import discrepancies, statement
from toolserver.scenarios.bank.seed import redate_bank
from toolserver.testing import NOW, FrozenClock

SAMPLE = {
    "Amazon": "-89.99",
    "Salary": "3500.00",
    "Grocery": "-156.78",
    "ATM": "-100.00",
    "Electric": "-125.43",
    "Savings": "500.00",
    "Coffee": "-8.45",
    "Gas": "-45.67",
    "Interest": "12.34",
    "Fee": "-15.00",
}
MIDNIGHTS = [datetime(2026, 3, 8, 5, 0, 1, tzinfo=UTC), datetime(2026, 11, 1, 4, 0, 0, tzinfo=UTC), NOW]
LATER = NOW + timedelta(days=100)


async def test_the_sample_customer_has_the_documented_bookings_and_balance() -> None:
    desk = Bank(HANNAH)
    booked = (await desk.does("get_transaction_history", {"account_number": checking(HANNAH)})).transactions
    found = await desk.does("get_balance", {"account_number": checking(HANNAH)})

    assert SAMPLE.items() <= {each.description: f"{each.amount:.2f}" for each in booked}.items()
    assert found.balance == Decimal("1234.56")


@pytest.mark.parametrize("now", MIDNIGHTS, ids=str)
def test_the_ledger_is_sound_and_in_order_on_any_day(now: datetime) -> None:
    desk = Bank(clock=FrozenClock(now))
    with desk.engine.begin() as db:
        assert discrepancies(db) == []
        for one in CUSTOMERS:
            for account in one.accounts:
                shown = statement(db, desk.account(account.number), now - timedelta(days=365), 100)
                assert [each.made_at for each in shown] == sorted((each.made_at for each in shown), reverse=True)
                assert all(each.balance_after_cents >= 0 and each.made_at <= now for each in shown)


@pytest.mark.parametrize("now", MIDNIGHTS, ids=str)
async def test_somebody_is_near_the_daily_limit_on_any_day(now: datetime) -> None:
    failed = await Bank(LENA, FrozenClock(now)).fails("transfer_funds", wish(checking(LENA), checking(PETER), "201"))

    assert failed.code == "daily_limit_exceeded"


def test_every_branch_has_its_customer() -> None:
    desk = Bank()
    seeded = {name: desk.rows(f"bank_{name}") for name in ("customers", "holds", "replacements")}

    assert len(seeded["customers"]) >= 5
    assert seeded["holds"]
    assert seeded["replacements"]
    assert "frozen" in {row[0] for row in desk.rows("bank_accounts", "status")}
    assert {row[0] for row in desk.rows("bank_cards", "type")} == {"Gold", "Silver", "Basic"}


def test_customers_have_facts_of_their_own() -> None:
    facts = [(one.customer.phone, one.customer.ssn_last_four, checking(one), savings(one)) for one in CUSTOMERS]

    assert all(len(set(column)) == len(CUSTOMERS) for column in zip(*facts, strict=True))
    assert all(len(account.number) == 10 for one in CUSTOMERS for account in one.accounts)


def test_the_demo_card_tells_what_one_has_to_know() -> None:
    assert [person.name for person in demo.people] == [one.customer.name for one in CUSTOMERS]
    assert all("Checking account" in person.facts for person in demo.people)
    assert len(demo.say) == 6


def _latest(desk: Bank, number: str) -> datetime:
    with desk.engine.begin() as db:
        return statement(db, desk.account(number), datetime(2000, 1, 1, tzinfo=UTC), 1)[0].made_at


def test_what_nobody_touched_happened_lately() -> None:
    desk = Bank()
    with desk.engine.begin() as db:
        redate_bank(db, LATER)

    assert day_of(_latest(desk, checking(HANNAH))) == day_of(LATER) - timedelta(days=1)
    assert _latest(desk, checking(LENA)) >= bounds_of_day(LATER)[0]


async def test_whose_money_moved_keeps_their_dates_and_so_does_who_got_it() -> None:
    desk = Bank(HANNAH)
    await desk.does("transfer_funds", wish(checking(HANNAH), checking(PETER), "1"))
    before = [row[0] for row in desk.rows("bank_transactions", "made_at, id") if "DEMO-1" in str(row[1])]
    with desk.engine.begin() as db:
        redate_bank(db, LATER)
        assert discrepancies(db) == []
    after = [row[0] for row in desk.rows("bank_transactions", "made_at, id") if "DEMO-1" in str(row[1])]

    assert after == before
    assert _latest(desk, checking(PETER)) == NOW
    assert _latest(desk, checking(LENA)) > NOW
