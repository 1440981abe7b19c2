"""The policy guard: what no judge can overrule. It only restricts, and does no I/O."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from toolserver.scenarios.customer_service_retail.eligibility.models import Reason
from toolserver.scenarios.customer_service_retail.order_records import Order, OrderItem, OrderStatus

CHANGE_OF_MIND_DAYS = 30  # counted from delivery
DEFECT_YEARS = 1  # counted from purchase


class Barrier(StrEnum):
    """Why a return is not possible, whatever was judged."""

    NOT_OWN = "not_own"
    UNKNOWN_ITEM = "unknown_item"
    CANCELLED = "cancelled"
    NOT_DELIVERED = "not_delivered"
    ALREADY_RETURNED = "already_returned"
    PAST_THIRTY_DAYS = "past_thirty_days"
    PAST_DEFECT_YEAR = "past_defect_year"


def find_barrier(
    order: Order | None, item_ids: Iterable[str], reason: Reason, customer_id: str, now: datetime
) -> Barrier | None:
    """The first thing that forbids returning these items of this order, or None."""
    if order is None or order.customer_id != customer_id:
        return Barrier.NOT_OWN
    items = [order.item(item_id) for item_id in item_ids]
    if not items or None in items:
        return Barrier.UNKNOWN_ITEM
    return _delivery_barrier(order) or _returned_barrier(items) or _window_barrier(order, reason, now)


def _delivery_barrier(order: Order) -> Barrier | None:
    if order.status is OrderStatus.CANCELLED:
        return Barrier.CANCELLED
    if order.status is not OrderStatus.DELIVERED or order.delivered_at is None:
        return Barrier.NOT_DELIVERED
    return None


def _returned_barrier(items: Iterable[OrderItem | None]) -> Barrier | None:
    already = any(item is not None and item.return_status is not None for item in items)
    return Barrier.ALREADY_RETURNED if already else None


def _window_barrier(order: Order, reason: Reason, now: datetime) -> Barrier | None:
    """Whole calendar days in UTC; the last day counts."""
    today = now.date()
    if reason is Reason.DEFECT:
        return Barrier.PAST_DEFECT_YEAR if today > a_year_after(order.ordered_at.date()) else None
    if order.delivered_at is None:
        return Barrier.NOT_DELIVERED
    last_day = order.delivered_at.date() + timedelta(days=CHANGE_OF_MIND_DAYS)
    return Barrier.PAST_THIRTY_DAYS if today > last_day else None


def a_year_after(day: date) -> date:
    """The same day next year; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + DEFECT_YEARS)
    except ValueError:
        return date(day.year + DEFECT_YEARS, 3, 1)
