"""Checking out: the cart becomes a reserved order that waits for payment."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, delete, insert, update

from toolserver.errors import ToolFailed
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.sensitive import Sensitive
from toolserver.tools.retail import tables
from toolserver.tools.retail.cart import quantities, sold_out
from toolserver.tools.retail.customers import own_customer
from toolserver.tools.retail.phone_numbers import PhoneNumber
from toolserver.tools.retail.products import Product, find_product, lock_product
from toolserver.tools.retail.spoken import spoken_list, spoken_usd

CHECKOUT_PAGE = "https://checkout.snowypeakboards.example"  # a name reserved for examples: the shop is invented


class CheckoutRequest(Arguments):
    """What to buy, and for whom."""

    item_ids: list[str] = Field(
        description="The ids of the items in the cart that the caller wants to buy, for example 101.",
        min_length=1,
        max_length=20,
    )
    phone_number: Sensitive[PhoneNumber]


class CheckoutItem(BaseModel):
    """One product of the order; the price is for one piece."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    name: str
    quantity: int
    price_usd: UsdAmount


class Checkout(Result):
    """Where to pay, and how much."""

    checkout_url: str
    order_total_usd: UsdAmount
    items: tuple[CheckoutItem, ...]


Line = tuple[Product, int]
Find = Callable[[Connection, str], Product | None]


async def ask_before_checkout(ctx: ToolContext, arguments: CheckoutRequest) -> str:
    """The items, the total, and whether to order them."""
    session_id = ctx.require_session().id

    def look(db: Connection) -> str:
        own_customer(ctx, db, arguments.phone_number)
        lines = _lines(db, session_id, arguments.item_ids, find_product)
        names = spoken_list([_spoken_line(line) for line in lines])
        return f"You want to check out {names} for {spoken_usd(_total(lines))} in all. Shall I?"

    return await ctx.read(look)


@tool(
    "checkout",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    confirm=ask_before_checkout,
    requires=("cart",),
    examples=("I'm ready to check out", "let me pay for what's in my cart", "place the order"),
    filler="Let me prepare your checkout.",
)
async def check_out(ctx: ToolContext, arguments: CheckoutRequest) -> Checkout:
    """Check out the items in the caller's cart and get the page on which they pay."""
    session_id = ctx.require_session().id

    def buy(db: Connection) -> Checkout:
        customer = own_customer(ctx, db, arguments.phone_number, lock=True)
        lines = _lines(db, session_id, arguments.item_ids, lock_product)
        checkout_id = _reserve(ctx, db, customer.id, lines)
        db.execute(delete(tables.cart_items).where(tables.cart_items.c.session_id == session_id))
        return _answer(checkout_id, lines)

    return await ctx.write(buy)


def _lines(db: Connection, session_id: str, item_ids: list[str], find: Find) -> list[Line]:
    in_cart = quantities(db, session_id)
    lines: list[Line] = []
    for item_id in sorted(set(item_ids)):  # one order of locks for everyone
        product = find(db, item_id)
        if product is None or item_id not in in_cart:
            raise ToolFailed("not_in_cart", say="That item isn't in your cart. Shall I add it first?")
        if in_cart[item_id] > product.stock:
            raise sold_out(product)
        lines.append((product, in_cart[item_id]))
    return lines


def _reserve(ctx: ToolContext, db: Connection, customer_id: str, lines: list[Line]) -> str:
    checkout_id = new_id("CHK")
    row = {"id": checkout_id, "customer_id": customer_id, "total_cents": _total(lines), "created_at": ctx.clock()}
    db.execute(insert(tables.checkouts).values(row))
    for product, quantity in lines:
        price = {"quantity": quantity, "price_cents": product.sale_cents}
        db.execute(insert(tables.checkout_items).values(checkout_id=checkout_id, product_id=product.id, **price))
        left = product.stock - quantity
        db.execute(update(tables.products).where(tables.products.c.id == product.id).values(stock=left))
    return checkout_id


def _answer(checkout_id: str, lines: list[Line]) -> Checkout:
    total = _total(lines)
    return Checkout(
        say=f"Your order comes to {spoken_usd(total)} and is ready. You can pay on the checkout page.",
        checkout_url=f"{CHECKOUT_PAGE}/{checkout_id}",
        order_total_usd=usd(total),
        items=tuple(
            CheckoutItem(item_id=product.id, name=product.name, quantity=quantity, price_usd=usd(product.sale_cents))
            for product, quantity in lines
        ),
    )


def _spoken_line(line: Line) -> str:
    product, quantity = line
    return f"the {product.name}" if quantity == 1 else f"{quantity} of the {product.name}"


def _total(lines: list[Line]) -> int:
    return sum(product.sale_cents * quantity for product, quantity in lines)
