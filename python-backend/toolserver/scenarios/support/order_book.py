"""Reading orders with their items, and when they are due."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from toolserver.scenarios.support import tables
from toolserver.scenarios.support.days import after_business_days

OrderStatus = Literal["pending", "shipped", "delivered", "cancelled"]


@dataclass(frozen=True)
class OrderItem:
    """So many of one thing; the price is for one, in cents."""

    name: str
    quantity: int
    price_cents: int


@dataclass(frozen=True)
class Order:
    """One order; it was promised in so many to so many business days after it is shipped."""

    id: str
    ordered_on: date
    status: OrderStatus
    total_cents: int
    shipped_on: date | None
    delivered_on: date | None
    promised_from_days: int
    promised_to_days: int
    items: tuple[OrderItem, ...]

    @property
    def due_on(self) -> date | None:
        """The last day on which it arrives as promised; None when it is not on its way."""
        if self.status != "shipped" or self.shipped_on is None:
            return None
        return after_business_days(self.shipped_on, self.promised_to_days)

    def is_late(self, today: date) -> bool:
        """Whether it was to have arrived by now."""
        return self.due_on is not None and self.due_on < today


def load_orders(db: Connection, customer_id: str, most: int) -> tuple[Order, ...]:
    """The customer's latest orders, newest first."""
    table = tables.orders
    query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.ordered_on.desc(), table.c.id)
    rows = db.execute(query.limit(most)).mappings().all()
    items = _load_items(db, [row["id"] for row in rows])
    return tuple(
        Order(**{name: value for name, value in row.items() if name != "customer_id"}, items=tuple(items[row["id"]]))
        for row in rows
    )


def _load_items(db: Connection, order_ids: list[str]) -> defaultdict[str, list[OrderItem]]:
    bought = tables.order_items
    query = select(bought).where(bought.c.order_id.in_(order_ids)).order_by(bought.c.price_cents.desc(), bought.c.name)
    items: defaultdict[str, list[OrderItem]] = defaultdict(list)
    for row in db.execute(query):
        items[row.order_id].append(OrderItem(row.name, row.quantity, row.price_cents))
    return items
