"""Builders of valid cases, of which a test changes one detail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from toolserver.scenarios.customer_service_retail.eligibility.models import ReturnCase
from toolserver.scenarios.customer_service_retail.order_records import Category, Order, OrderItem, OrderStatus
from toolserver.scenarios.customer_service_retail.policy import policy_text
from toolserver.toolkit.context import Message

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ME = "CUS-ME"

BOARD = OrderItem("B-1", "Ridge Runner Snowboard", Category.SNOWBOARD, 37999)
HELMET = OrderItem("H-1", "Summit Helmet", Category.ACCESSORIES, 8999)


def days_ago(days: int) -> datetime:
    """So many days before NOW."""
    return NOW - timedelta(days=days)


def order(*items: OrderItem, ordered: int = 12, delivered: int | None = 9, **changes: Any) -> Order:
    """A delivered order of mine."""
    built = Order(
        order_id="O-1",
        customer_id=ME,
        ordered_at=days_ago(ordered),
        delivered_at=days_ago(delivered) if delivered is not None else None,
        status=OrderStatus.DELIVERED if delivered is not None else OrderStatus.IN_TRANSIT,
        subtotal_cents=100,
        total_cents=115,
        items=items or (BOARD, HELMET),
    )
    return replace(built, **changes)


def case(action: str = "return my snowboard", question: str = "", **changes: Any) -> ReturnCase:
    """A case about my delivered order."""
    built = ReturnCase(
        customer_id=ME,
        desired_action=action,
        question=question,
        order_id=None,
        item_ids=(),
        policy=policy_text("US", "snowboard"),
        orders=(order(),),
        returns_in_last_year=0,
        conversation=(),
        now=NOW,
    )
    return replace(built, **changes)


def talk(*lines: str) -> tuple[Message, ...]:
    """A conversation; lines alternate, the customer speaks last."""
    from_end = enumerate(reversed(lines))
    return tuple(Message("assistant" if place % 2 else "user", text) for place, text in from_end)[::-1]
