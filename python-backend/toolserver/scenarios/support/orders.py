"""The caller's orders, newest first."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from toolserver.scenarios.support.customers import own_customer
from toolserver.scenarios.support.days import today
from toolserver.scenarios.support.order_book import Order, OrderItem, OrderStatus, load_orders
from toolserver.scenarios.support.order_progress import in_brief
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.values import Currency, Day, Email, Kind


class OrderLookup(Arguments):
    """Whose orders to look up."""

    email: Sensitive[Email]
    limit: Annotated[int, Kind("quantity")] = Field(
        default=5, ge=1, le=50, description="How many orders at most, newest first; leave it out if unclear."
    )


class OrderedItem(BaseModel):
    """One item of an order; the price is for one."""

    model_config = ConfigDict(frozen=True)

    name: str
    quantity: int
    price: UsdAmount


class FoundOrder(BaseModel):
    """One order."""

    model_config = ConfigDict(frozen=True)

    order_id: str
    date: Day
    status: OrderStatus
    total: UsdAmount
    currency: Currency
    items: tuple[OrderedItem, ...]
    shipped_date: Day | None
    due_by: Day | None = Field(description="The last day on which it arrives as promised; null if it is not on its way")
    is_late: bool


class OrderHistory(Result):
    """The caller's orders, newest first."""

    orders: tuple[FoundOrder, ...]


@tool(
    "get_order_history",
    title="look up your orders",
    access=Access.VERIFIED,
    effect=Effect.READ,
    provides=("order",),
    examples=("where is my order", "my package hasn't arrived yet", "what have I ordered lately"),
    filler="Let me look up your orders.",
)
async def get_order_history(ctx: ToolContext, arguments: OrderLookup) -> OrderHistory:
    """Look up the caller's orders: what was bought, whether it was shipped, by when it is due and whether it is late.

    Use it before saying anything about a delivery.
    """

    def look_up(db: Connection) -> tuple[Order, ...]:
        return load_orders(db, own_customer(ctx, db, arguments.email).id, arguments.limit)

    found, day = await ctx.read(look_up), today(ctx.clock())
    return OrderHistory(say=in_brief(found, day), orders=tuple(_published(order, day) for order in found))


def _published(order: Order, day: date) -> FoundOrder:
    return FoundOrder(
        order_id=order.id,
        date=order.ordered_on,
        status=order.status,
        total=usd(order.total_cents),
        currency="USD",
        items=tuple(map(_published_item, order.items)),
        shipped_date=order.shipped_on,
        due_by=order.due_on,
        is_late=order.is_late(day),
    )


def _published_item(item: OrderItem) -> OrderedItem:
    return OrderedItem(name=item.name, quantity=item.quantity, price=usd(item.price_cents))
