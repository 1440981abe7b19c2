"""Checking out: the cart becomes a reserved order that waits for payment."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, update

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.cart import quantities, sold_out, take_out
from toolserver.scenarios.customer_service_retail.customers import Customer, own_customer
from toolserver.scenarios.customer_service_retail.products import Product, lock_product
from toolserver.scenarios.customer_service_retail.reservations import RESERVED, RESERVED_FOR
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.phone_numbers import PhoneNumber
from toolserver.toolkit.questions import Question
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_list, spoken_usd

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
    reserved_until: datetime = Field(description="Until when the items are kept for the caller, if they do not pay.")
    order_total_usd: UsdAmount
    items: tuple[CheckoutItem, ...]


Line = tuple[Product, int]


def ask_before_checkout(db: Connection, ctx: ToolContext, arguments: CheckoutRequest) -> Question:
    """Whose order it is, the items, how many of each at which price, and whether to order them."""
    customer, lines = _locked(db, ctx, arguments)
    names = spoken_list([_spoken_line(line) for line in lines])
    return Question(
        say=f"You want to check out {names} for {spoken_usd(_total(lines))} in all. Shall I?",
        facts={
            "customer": customer.id,
            "lines": [[product.id, quantity, product.sale_cents] for product, quantity in lines],
            "total_cents": _total(lines),
        },
    )


@tool(
    "checkout",
    title="check out",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    confirm=ask_before_checkout,
    requires=("cart",),
    examples=("I'm ready to check out", "let me pay for what's in my cart", "place the order"),
    filler="Let me prepare your checkout.",
)
async def check_out(ctx: ToolContext, arguments: CheckoutRequest) -> Checkout:
    """Check out the items in the caller's cart and get the page on which they pay."""

    def buy(db: Connection) -> Checkout:
        customer, lines = _locked(db, ctx, arguments)
        until = ctx.clock() + RESERVED_FOR
        checkout_id = _reserve(db, customer.id, lines, until)
        take_out(db, ctx.require_session().id, [product.id for product, _ in lines])
        return _answer(checkout_id, lines, until)

    return await ctx.write(buy)


def _locked(db: Connection, ctx: ToolContext, arguments: CheckoutRequest) -> tuple[Customer, list[Line]]:
    """The customer and what is to be bought, as both stay until the end of the unit.

    Products come before the cart: who changes the quantity of one holds that product.
    """
    customer = own_customer(ctx, db, arguments.phone_number, lock=True)
    wanted = sorted(set(arguments.item_ids))  # one order of locks for everyone
    products = {item_id: lock_product(db, item_id) for item_id in wanted}
    in_cart = quantities(db, ctx.require_session().id)
    return customer, [_line(products[item_id], in_cart.get(item_id, 0)) for item_id in wanted]


def _line(product: Product | None, quantity: int) -> Line:
    if product is None or quantity == 0:
        raise ToolFailed("not_in_cart", say="That item isn't in your cart. Shall I add it first?")
    if quantity > product.stock:
        raise sold_out(product)
    return product, quantity


def _reserve(db: Connection, customer_id: str, lines: list[Line], until: datetime) -> str:
    checkout_id = new_id("CHK")
    row = {"id": checkout_id, "customer_id": customer_id, "total_cents": _total(lines), "state": RESERVED}
    times = {"created_at": until - RESERVED_FOR, "reserved_until": until}
    db.execute(insert(tables.checkouts).values(row | times))
    for product, quantity in lines:
        price = {"quantity": quantity, "price_cents": product.sale_cents}
        db.execute(insert(tables.checkout_items).values(checkout_id=checkout_id, product_id=product.id, **price))
        left = product.stock - quantity
        db.execute(update(tables.products).where(tables.products.c.id == product.id).values(stock=left))
    return checkout_id


def _answer(checkout_id: str, lines: list[Line], until: datetime) -> Checkout:
    total = _total(lines)
    return Checkout(
        say=f"Your order comes to {spoken_usd(total)} and is reserved for you until this time tomorrow. "
        "You can pay on the checkout page.",
        checkout_url=f"{CHECKOUT_PAGE}/{checkout_id}",
        reserved_until=until,
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
