"""Current promotions."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from toolserver.scenarios.customer_service_retail.products import Product, load_products
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.spoken import spoken_list, spoken_usd

_SPOKEN_AT_MOST = 3


class SalesQuery(Arguments):
    """What kind of promotion is wanted."""

    category: Literal["snowboard", "apparel", "boots", "accessories", "any"] = Field(
        description="The kind of item: snowboard, apparel (jackets, pants), boots, accessories (goggles, gloves), "
        "or any for everything on sale."
    )


class Sale(BaseModel):
    """One promotion."""

    model_config = ConfigDict(frozen=True)

    item_id: str
    type: str
    name: str
    retail_price_usd: UsdAmount
    sale_price_usd: UsdAmount
    sale_discount_pct: int
    in_stock: bool


class Sales(Result):
    """Current promotions, the biggest discount first."""

    sales: tuple[Sale, ...]


@tool(
    "lookupNewSales",
    title="hear what is on sale",
    access=Access.PUBLIC,
    effect=Effect.READ,
    provides=("sale",),
    examples=("what's on sale right now", "do you have any deals on boots", "is there a discount on snowboards"),
    filler="Let me see what's on sale.",
)
async def look_up_new_sales(ctx: ToolContext, arguments: SalesQuery) -> Sales:
    """Look up current promotions, for one kind of item or for everything."""
    category = None if arguments.category == "any" else arguments.category
    products = await ctx.read(lambda db: load_products(db, category))
    return Sales(say=_in_brief(products), sales=tuple(_published(product) for product in products))


def _published(product: Product) -> Sale:
    return Sale(
        item_id=product.id,
        type=product.type,
        name=product.name,
        retail_price_usd=usd(product.retail_cents),
        sale_price_usd=usd(product.sale_cents),
        sale_discount_pct=product.discount_pct,
        in_stock=product.stock > 0,
    )


def _in_brief(products: tuple[Product, ...]) -> str:
    if not products:
        return "Nothing of that kind is on sale at the moment."
    offers = spoken_list([_offer(product) for product in products[:_SPOKEN_AT_MOST]])
    opening = "The best deals are" if len(products) > _SPOKEN_AT_MOST else "On sale right now:"
    return f"{opening} {offers}."


def _offer(product: Product) -> str:
    offer = f"{product.name} for {spoken_usd(product.sale_cents)} instead of {spoken_usd(product.retail_cents)}"
    return offer if product.stock > 0 else f"{offer}, sold out for now"
