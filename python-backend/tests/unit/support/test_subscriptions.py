"""The caller's subscription, and an amount that was charged again on the same day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from tests.unit.support.desks import BOB, DOE, EMAILS, JANE, JOHN, LUIS, MARY, SARAH, desk_of
from toolserver.errors import ToolFailed
from toolserver.scenarios.support import tables
from toolserver.scenarios.support.ledger import Charge, repeated
from toolserver.scenarios.support.subscriptions import SubscriptionStatus, check_subscription_status
from toolserver.testing import Desk

CHARGES = st.builds(Charge, st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(1, 3), st.just("plan"))


async def status_of(desk: Desk, customer_id: str) -> SubscriptionStatus:
    """What the tool answers."""
    return cast(SubscriptionStatus, await desk.run(check_subscription_status, {"email": EMAILS[customer_id]}))


async def test_two_charges_of_one_day_are_both_shown_and_said() -> None:
    found = await status_of(desk_of(SARAH), SARAH)
    first, second = found.recent_charges[:2]

    assert first.date == second.date == found.last_payment_date
    assert first.amount == second.amount == Decimal("49.99")
    assert f"$49.99 was charged twice on {first.date:%B} {first.date.day}." in found.say
    assert found.model_dump(mode="json")["recent_charges"][0]["amount"] == "49.99"


async def test_once_one_of_them_is_gone_nothing_was_charged_twice() -> None:
    desk = desk_of(SARAH)
    with desk.engine.begin() as db:
        db.execute(delete(tables.charges).where(tables.charges.c.id == "CHG-6117-2"))

    assert "twice" not in (await status_of(desk, SARAH)).say


async def test_another_amount_on_the_same_day_is_no_repetition() -> None:
    desk = desk_of(SARAH)
    with desk.engine.begin() as db:
        db.execute(update(tables.charges).where(tables.charges.c.id == "CHG-6117-2").values(amount_cents=1))

    assert "twice" not in (await status_of(desk, SARAH)).say


@given(st.lists(CHARGES, max_size=8))
def test_a_repetition_is_one_amount_on_one_day_as_often_as_it_stands_there(charges: list[Charge]) -> None:
    found = repeated(charges)

    if found is None:
        assert len({(each.charged_on, each.amount_cents) for each in charges}) == len(charges)
    else:
        alike = [each for each in charges if each == found[0]]
        assert len(alike) == found[1] > 1


@pytest.mark.parametrize(
    ("customer_id", "plan", "status", "says"),
    [
        (JANE, "Pro", "active", "Your Pro plan is active, and the next $49.99 will be charged on March 14."),
        (MARY, "Basic", "active", "Your Basic plan is active, and the next $9.99 will be charged on March 11."),
        (DOE, "Pro", "trial", "You're trying the Pro plan, and the first $49.99 will be charged on March 8."),
        (BOB, "Pro", "past_due", "Your Pro plan is past due: $49.99 should have been paid on February 20."),
        (LUIS, "Basic", "cancelled", "Your Basic plan was cancelled, and nothing more will be charged."),
    ],
)
async def test_each_status_has_its_sentence(customer_id: str, plan: str, status: str, says: str) -> None:
    found = await status_of(desk_of(customer_id), customer_id)

    assert (found.plan, found.status, found.say) == (plan, status, says)


async def test_who_has_no_subscription_hears_so() -> None:
    with pytest.raises(ToolFailed, match="no subscription") as failed:
        await status_of(desk_of(JOHN), JOHN)

    assert failed.value.code == "not_found"


async def test_charges_of_long_ago_are_not_recent_but_were_paid() -> None:
    desk = desk_of(JANE)
    before = await status_of(desk, JANE)
    desk.clock.now += timedelta(days=30)
    after = await status_of(desk, JANE)

    assert (len(before.recent_charges), len(after.recent_charges)) == (2, 1)
    assert before.last_payment_date == after.last_payment_date
