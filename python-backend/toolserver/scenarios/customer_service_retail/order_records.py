"""What one knows about an order: pure records, times in UTC, money in cents."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order is on its way to the customer."""

    PROCESSING = "processing"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class ReturnStatus(StrEnum):
    """How far the return of one item has come; an item without a return has none."""

    OPEN = "return_open"
    RETURNED = "returned"


class Category(StrEnum):
    """What the shop sells, as the policy and the promotions divide it."""

    SNOWBOARD = "snowboard"
    APPAREL = "apparel"
    BOOTS = "boots"
    ACCESSORIES = "accessories"


@dataclass(frozen=True)
class OrderItem:
    """One item of an order."""

    item_id: str
    name: str
    category: Category
    price_cents: int
    return_status: ReturnStatus | None = None
    return_id: str | None = None


@dataclass(frozen=True)
class Order:
    """One order with its items."""

    order_id: str
    customer_id: str
    ordered_at: datetime
    delivered_at: datetime | None
    status: OrderStatus
    subtotal_cents: int
    total_cents: int
    items: tuple[OrderItem, ...]

    def item(self, item_id: str) -> OrderItem | None:
        """The item of that id, if the order has it."""
        return next((item for item in self.items if item.item_id == item_id), None)
