"""The cart of one session."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt
from sqlalchemy import Connection, delete, insert, select, update

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.products import Product, lock_product
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.spoken import spoken_usd


class CartAddition(Arguments):
    """What to put into the cart."""

    item_id: Annotated[str | StrictInt, AfterValidator(str)] = Field(
        description="The id of the item on sale, for example 101."
    )


class CartLine(BaseModel):
    """One product in the cart; the price is for one piece."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    name: str
    quantity: int
    price_usd: UsdAmount


class Cart(Result):
    """Everything in the cart."""

    cart: tuple[CartLine, ...]
    total_usd: UsdAmount


@tool(
    "addToCart",
    title="put something into the cart",
    access=Access.PUBLIC,
    effect=Effect.WRITE,
    requires=("sale",),
    provides=("cart",),
    repeatable=True,  # one more piece of the same
    examples=("put that in my cart", "I'll take the Alpine Blade", "add this one to my basket"),
)
async def add_to_cart(ctx: ToolContext, arguments: CartAddition) -> Cart:
    """Put one piece of an item that is on sale into the caller's cart."""
    session_id = ctx.require_session().id
    item_id = str(arguments.item_id)

    def add(db: Connection) -> Cart:
        product = lock_product(db, item_id)
        if product is None:
            raise ToolFailed("not_found", say="I don't find that item among our offers.")
        quantity = quantities(db, session_id).get(item_id, 0) + 1
        if quantity > product.stock:
            raise sold_out(product)
        _put(db, session_id, item_id, quantity)
        return _cart(db, session_id, added=product)

    return await ctx.write(add)


def quantities(db: Connection, session_id: str) -> dict[str, int]:
    """How many of each product are in this session's cart."""
    mine = tables.cart_items.c
    rows = db.execute(select(mine.product_id, mine.quantity).where(mine.session_id == session_id))
    return {row.product_id: row.quantity for row in rows}


def take_out(db: Connection, session_id: str, product_ids: list[str]) -> None:
    """Take these products out of the cart; the others stay."""
    mine = tables.cart_items.c
    db.execute(delete(tables.cart_items).where(mine.session_id == session_id, mine.product_id.in_(product_ids)))


def sold_out(product: Product) -> ToolFailed:
    """There are not as many left as the caller wants."""
    return ToolFailed("sold_out", say=f"I'm sorry, there are no more {product.name} in stock right now.")


def _put(db: Connection, session_id: str, item_id: str, quantity: int) -> None:
    mine = tables.cart_items
    if quantity == 1:
        db.execute(insert(mine).values(session_id=session_id, product_id=item_id, quantity=1))
        return
    here = (mine.c.session_id == session_id, mine.c.product_id == item_id)
    db.execute(update(mine).where(*here).values(quantity=quantity))


def _cart(db: Connection, session_id: str, added: Product) -> Cart:
    both = tables.cart_items.join(tables.products)
    query = select(tables.products, tables.cart_items.c.quantity).select_from(both)
    query = query.where(tables.cart_items.c.session_id == session_id).order_by(tables.products.c.id)
    rows = db.execute(query).mappings().all()
    total = sum(row["sale_cents"] * row["quantity"] for row in rows)
    lines = tuple(
        CartLine(item_id=row["id"], name=row["name"], quantity=row["quantity"], price_usd=usd(row["sale_cents"]))
        for row in rows
    )
    say = f"The {added.name} is in your cart. Your total is {spoken_usd(total)}."
    return Cart(say=say, cart=lines, total_usd=usd(total))
