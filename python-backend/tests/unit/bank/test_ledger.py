"""Money moves in two entries, balances are sums, and what does not add up is found."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, update

from tests.unit.bank.desk import HANNAH, PETER, Bank, checking
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import lock_accounts
from toolserver.scenarios.bank.ledger import Kind, Movement, discrepancies, move, statement
from toolserver.testing import NOW


def movement(desk: Bank) -> Movement:
    """A cent from Hannah to Peter."""
    with desk.engine.begin() as db:
        locked = lock_accounts(db, (checking(HANNAH), checking(PETER)))
    source, target = locked[checking(HANNAH)], locked[checking(PETER)]
    return Movement(Kind.INTERNAL, source, target, 1, ("to Peter", "from Hannah"), NOW)


def test_both_balances_move_by_the_same_amount() -> None:
    desk = Bank()
    moved = movement(desk)
    with desk.engine.begin() as db:
        number = move(db, moved)

    assert number.startswith("TX-")
    assert desk.account(checking(HANNAH)).balance_cents == moved.source.balance_cents - 1
    assert desk.account(checking(PETER)).balance_cents == moved.target.balance_cents + 1


@pytest.mark.parametrize("cents", [0, -1])
def test_nothing_moves_backwards(cents: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        replace(movement(Bank()), amount_cents=cents)


def test_nothing_moves_to_where_it_is() -> None:
    moved = movement(Bank())

    with pytest.raises(ValueError, match="two accounts"):
        replace(moved, target=moved.source)


def test_a_changed_balance_is_found() -> None:
    desk, mine = Bank(), tables.accounts.c
    with desk.engine.begin() as db:
        db.execute(update(tables.accounts).where(mine.number == checking(PETER)).values(balance_cents=5))
        found = discrepancies(db)

    assert len(found) == 1
    assert "5 cents" in found[0]


def test_a_lost_entry_is_found_on_both_sides() -> None:
    desk, entry = Bank(), tables.entries.c
    peter = desk.account(checking(PETER))
    with desk.engine.begin() as db:
        db.execute(delete(tables.entries).where(entry.account_id == peter.id, entry.number == peter.entries))
        found = discrepancies(db)

    assert [text.split()[0] for text in found] == ["TX-DEMO-604", peter.id]


def test_a_statement_shows_the_newest_first_with_running_sums() -> None:
    desk = Bank()
    with desk.engine.begin() as db:
        whole = statement(db, desk.account(checking(HANNAH)), NOW - timedelta(days=365), 100)
        latest = statement(db, desk.account(checking(HANNAH)), NOW - timedelta(days=365), 3)

    assert latest == whole[:3]
    assert all(
        newer.balance_after_cents - newer.amount_cents == older.balance_after_cents for newer, older in pairwise(whole)
    )
    assert whole[-1].balance_after_cents == whole[-1].amount_cents
