"""The caller's orders, newest first."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from toolserver.scenarios.customer_service_retail.customers import own_customer
from toolserver.scenarios.customer_service_retail.order_book import load_orders
from toolserver.scenarios.customer_service_retail.order_records import Order, OrderItem, OrderStatus, ReturnStatus
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.phone_numbers import PhoneNumber
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_date, spoken_list


class OrderLookup(Arguments):
    """Whose orders to look up."""

    phone_number: Sensitive[PhoneNumber] = Field(alias="phoneNumber")


class OrderedItem(BaseModel):
    """One item of an order."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    item_name: str
    retail_price_usd: UsdAmount
    return_status: ReturnStatus | None


class FoundOrder(BaseModel):
    """One order."""

    model_config = ConfigDict(frozen=True)

    order_id: str
    order_date: datetime
    delivered_date: datetime | None
    order_status: OrderStatus
    subtotal_usd: UsdAmount
    total_usd: UsdAmount
    items: tuple[OrderedItem, ...]


class Orders(Result):
    """The caller's orders, newest first."""

    orders: tuple[FoundOrder, ...]


@tool(
    "lookupOrders",
    title="look up an order",
    access=Access.VERIFIED,
    effect=Effect.READ,
    provides=("order",),
    examples=("where is my order", "what did I buy from you", "has my package shipped yet"),
    filler="Let me look up your orders.",
)
async def lookup_orders(ctx: ToolContext, arguments: OrderLookup) -> Orders:
    """Find the caller's orders by phone number: what was bought, when it was delivered, what was returned."""

    def look_up(db: Connection) -> tuple[Order, ...]:
        return load_orders(db, own_customer(ctx, db, arguments.phone_number).id)

    found = await ctx.read(look_up)
    return Orders(say=_in_brief(found, ctx.clock()), orders=tuple(_published(order) for order in found))


def _published(order: Order) -> FoundOrder:
    return FoundOrder(
        order_id=order.order_id,
        order_date=order.ordered_at,
        delivered_date=order.delivered_at,
        order_status=order.status,
        subtotal_usd=usd(order.subtotal_cents),
        total_usd=usd(order.total_cents),
        items=tuple(_published_item(item) for item in order.items),
    )


def _published_item(item: OrderItem) -> OrderedItem:
    return OrderedItem(
        item_id=item.item_id,
        item_name=item.name,
        retail_price_usd=usd(item.price_cents),
        return_status=item.return_status,
    )


def _in_brief(found: tuple[Order, ...], now: datetime) -> str:
    if not found:
        return "I don't see any orders on your account."
    newest = found[0]
    what = spoken_list([f"the {item.name}" for item in newest.items])
    if len(found) == 1:
        return f"I see one order, with {what}. {_progress(newest, now)}"
    return f"I see {len(found)} orders. The latest has {what}. {_progress(newest, now)}"


def _progress(order: Order, now: datetime) -> str:
    if order.status is OrderStatus.DELIVERED and order.delivered_at is not None:
        return f"It was delivered on {spoken_date(order.delivered_at, now)}."
    sentences = {
        OrderStatus.IN_TRANSIT: "It is on its way to you.",
        OrderStatus.PROCESSING: "It is being prepared.",
        OrderStatus.CANCELLED: "It was cancelled.",
    }
    return sentences.get(order.status, "It has been delivered.")
