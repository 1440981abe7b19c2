"""The caller's orders: whether they are late is derived from dates."""

from datetime import date, timedelta
from typing import cast

import pytest
from sqlalchemy import update

from tests.unit.support.desks import BOB, DOE, EMAILS, JANE, JOHN, LUIS, MARY, desk_of, noon
from toolserver.scenarios.support import tables
from toolserver.scenarios.support.days import business_days_between
from toolserver.scenarios.support.order_book import Order, OrderItem
from toolserver.scenarios.support.order_progress import in_brief
from toolserver.scenarios.support.orders import OrderHistory, get_order_history
from toolserver.testing import Desk

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]


async def orders_of(desk: Desk, customer_id: str, **more: object) -> OrderHistory:
    """What the tool answers."""
    return cast(OrderHistory, await desk.run(get_order_history, {"email": EMAILS[customer_id], **more}))


@pytest.mark.parametrize("day", WEEK, ids=lambda day: f"{day:%A}")
async def test_an_order_shipped_eight_business_days_ago_is_late_whatever_day_it_is(day: date) -> None:
    found = await orders_of(desk_of(JOHN, day), JOHN)
    order = found.orders[0]

    assert (order.order_id, order.status) == ("ORD-2024-1234", "shipped")
    assert order.shipped_date is not None and business_days_between(order.shipped_date, day) == 8
    assert order.is_late and "so it is late by 1 business day" in found.say


def test_an_order_that_is_not_due_yet_is_told_with_its_last_day() -> None:
    order = Order("ORD-1", MONDAY, "shipped", 100, MONDAY, None, 5, 7, (OrderItem("Mesh Router", 1, 100),))

    assert "so by March 11: it isn't late yet" in in_brief([order], MONDAY + timedelta(days=8))


@pytest.mark.parametrize("day", WEEK, ids=lambda day: f"{day:%A}")
async def test_an_order_shipped_eighteen_days_ago_is_late(day: date) -> None:
    found = await orders_of(desk_of(MARY, day), MARY)
    order = found.orders[0]

    assert order.is_late and order.due_by is not None and order.due_by < day
    assert f"was due by {order.due_by:%B} {order.due_by.day}, so it is late by" in found.say


async def test_an_order_becomes_late_on_the_day_after_the_last_one_promised() -> None:
    desk = desk_of(JOHN, MONDAY)  # shipped eight business days ago, so due last Friday
    due = MONDAY - timedelta(days=3)
    said = {}
    for day in (due, MONDAY):
        desk.clock.now = noon(day)
        said[day] = await orders_of(desk, JOHN)

    first, second = said.values()
    assert (first.orders[0].is_late, second.orders[0].is_late) == (False, True)
    assert "which end today" in first.say
    assert "so it is late by 1 business day." in second.say


async def test_on_the_weekend_after_a_friday_no_business_day_is_counted() -> None:
    desk = desk_of(JOHN, MONDAY)
    friday = date(2026, 2, 27)
    with desk.engine.begin() as db:
        one = tables.orders.c.id == "ORD-2024-1234"
        db.execute(update(tables.orders).where(one).values(shipped_on=date(2026, 2, 18)))
    desk.clock.now = noon(friday + timedelta(days=1))

    found = await orders_of(desk, JOHN)

    assert found.orders[0].due_by == friday
    assert found.say.endswith("was due by February 27, so it is late.")


async def test_an_order_that_has_arrived_since_is_told_as_delivered() -> None:
    desk = desk_of(JOHN, MONDAY)
    with desk.engine.begin() as db:
        one = tables.orders.c.id == "ORD-2024-1234"
        db.execute(update(tables.orders).where(one).values(status="delivered", delivered_on=MONDAY))

    found = await orders_of(desk, JOHN)

    assert (found.orders[0].status, found.orders[0].due_by, found.orders[0].is_late) == ("delivered", None, False)
    assert found.say.endswith("was delivered on March 2.")


@pytest.mark.parametrize(
    ("customer_id", "says"),
    [
        (JANE, "hasn't been shipped yet."),
        (DOE, "was delivered on January 21."),
        (LUIS, "was cancelled."),
        (BOB, "I don't see any orders on your account."),
    ],
)
async def test_a_caller_hears_how_far_their_order_is(customer_id: str, says: str) -> None:
    assert (await orders_of(desk_of(customer_id), customer_id)).say.endswith(says)


async def test_orders_come_newest_first_and_not_more_than_asked_for() -> None:
    desk = desk_of(JOHN)
    all_of_them = await orders_of(desk, JOHN)
    newest = await orders_of(desk, JOHN, limit=1)

    dates = [order.date for order in all_of_them.orders]
    assert len(dates) == 2 and dates == sorted(dates, reverse=True)
    assert newest.orders == all_of_them.orders[:1]


@pytest.mark.parametrize("customer_id", EMAILS)
async def test_a_total_is_the_sum_of_its_items_in_dollars(customer_id: str) -> None:
    found = await orders_of(desk_of(customer_id), customer_id)

    for order in found.orders:
        assert order.total == sum(item.price * item.quantity for item in order.items)
        assert isinstance(order.model_dump(mode="json")["total"], str) and order.currency == "USD"
