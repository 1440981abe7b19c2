"""What a caller hears about their orders: the one that they most probably ask about, and whether it is late."""

from collections.abc import Sequence
from datetime import date

from toolserver.scenarios.support.days import business_days_between
from toolserver.scenarios.support.order_book import Order, OrderItem
from toolserver.toolkit.spoken import spoken_date, spoken_list


def in_brief(orders: Sequence[Order], today: date) -> str:
    """Two sentences at most, from the newest orders."""
    if not orders:
        return "I don't see any orders on your account."
    order = _asked_about(orders, today)
    which = "Order" if len(orders) == 1 else f"Of your last {len(orders)} orders,"
    return f"{which} {order.id}, with {spoken_list([_item(item) for item in order.items])}, {_progress(order, today)}."


def _asked_about(orders: Sequence[Order], today: date) -> Order:
    """A late one, else one on its way, else the newest."""
    late = [order for order in orders if order.is_late(today)]
    on_the_way = [order for order in orders if order.due_on is not None]
    return [*late, *on_the_way, *orders][0]


def _progress(order: Order, today: date) -> str:
    if order.due_on is not None:
        return _delivery(order, order.due_on, today)
    if order.status == "delivered":
        return "was delivered" + _on(order.delivered_on, today)
    if order.status == "cancelled":
        return "was cancelled"
    return f"was ordered{_on(order.ordered_on, today)} and hasn't been shipped yet"


def _delivery(order: Order, due_on: date, today: date) -> str:
    shipped = f"was shipped{_on(order.shipped_on, today)}"
    promise = f"{order.promised_from_days} to {order.promised_to_days} business days"
    due = spoken_date(due_on, today)
    if order.is_late(today):
        return f"{shipped} and was due by {due}, so it is late{_by(business_days_between(due_on, today))}"
    if due_on == today:
        return f"{shipped}. It was promised in {promise}, which end today, so it isn't late yet"
    return f"{shipped}. It was promised in {promise}, so by {due}: it isn't late yet"


def _on(day: date | None, today: date) -> str:
    return "" if day is None else f" on {spoken_date(day, today)}"


def _by(business_days: int) -> str:
    """On the weekend after the last day it is late by less than a business day."""
    if business_days == 0:
        return ""
    return f" by {business_days} business day{'' if business_days == 1 else 's'}"


def _item(item: OrderItem) -> str:
    return f"the {item.name}" if item.quantity == 1 else f"{item.quantity} of the {item.name}"
