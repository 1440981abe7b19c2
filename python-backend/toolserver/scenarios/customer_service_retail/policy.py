"""The return policy by region and category, and the tool that consults it."""

from pydantic import Field

from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result

POLICY_VERSION = "2026-01"

GENERAL_POLICY = """\
Returns are accepted within 30 days of delivery. Items must be unused, in their original packaging, with tags on.
Shipping is not refunded unless the fault is ours.
Used or damaged items: a restocking fee or a partial refund. The value of promotional items that are kept is deducted.
A pattern of frequent returns may be denied.
Defects: full refund or exchange within one year of purchase, for faults outside normal wear that appeared under
normal use and are described in enough detail. A verbal description is enough; no photos are needed.
Refunds go to the original payment method within 5 business days of inspection. Exchanges are subject to stock.
After 30 days, store credit is possible if the item can be resold."""

_BY_CATEGORY = {
    "snowboard": "Snowboards: mounting bindings counts as use. Delamination, edge pull-out and core cracks under "
    "normal riding are defects; damage from rocks, rails or transport is not.",
    "boots": "Boots: trying them on indoors is not use. Failing soles, laces or liners under normal use are defects; "
    "heat-moulded liners count as used.",
    "apparel": "Apparel: tags must be on and the garment unwashed. Failing seams or zippers under normal use are "
    "defects.",
    "accessories": "Accessories: goggles, gloves and bindings must be sealed or show no trace of use. Lenses that fog "
    "between the panes and broken buckles under normal use are defects.",
}

_BY_REGION = {
    "US": "United States: returns are posted within the country.",
    "CA": "Canada: duties and taxes paid at the border are reclaimed from the authorities, not from us.",
    "EU": "European Union: statutory withdrawal and warranty rights apply beside this policy.",
}

_REGION_NAMES = {
    "us": "US", "usa": "US", "united states": "US", "america": "US", "north america": "US",
    "ca": "CA", "canada": "CA",
    "eu": "EU", "europe": "EU", "european union": "EU", "germany": "EU", "france": "EU",
}  # fmt: skip

_CATEGORY_WORDS = {
    "snowboard": ("snowboard", "board", "deck"),
    "boots": ("boot",),
    "apparel": ("apparel", "jacket", "pant", "cloth", "bomber", "hoodie"),
    "accessories": ("accessor", "goggle", "glove", "binding", "helmet"),
}


def category_of(words: str) -> str:
    """The policy's category for what people call a thing, or `general`."""
    said = words.lower()
    if "boot" in said:  # "snowboard boots" are boots
        return "boots"
    return next((name for name, stems in _CATEGORY_WORDS.items() if any(stem in said for stem in stems)), "general")


def region_of(words: str) -> str:
    """The policy's region for what people call a place, or `general`."""
    return _REGION_NAMES.get(words.strip().lower().removeprefix("the ").replace(".", ""), "general")


def policy_text(region: str, category: str) -> str:
    """The general policy, with what is special to this region and this category."""
    parts = (GENERAL_POLICY, _BY_CATEGORY.get(category), _BY_REGION.get(region))
    return "\n".join(part for part in parts if part)


class PolicyQuery(Arguments):
    """Which policy to look up."""

    region: str = Field(
        description="The country or region the customer is in, for example United States.",
        min_length=1,
        max_length=80,
        examples=["United States"],
    )
    item_category: str = Field(
        alias="itemCategory",
        description="The kind of item it is about, for example snowboard, boots, apparel or accessories.",
        min_length=1,
        max_length=80,
        examples=["snowboard"],
    )


class Policy(Result):
    """The policy that applies."""

    policy: str = Field(description="The policy's text. Refer to it; do not recite it.")
    region: str
    item_category: str
    version: str


@tool(
    "retrievePolicy",
    title="hear the return policy",
    access=Access.PUBLIC,
    effect=Effect.READ,
    provides=("policy",),
    examples=("what is your return policy", "how long do I have to send something back", "do you refund used gear"),
    filler="Let me check our policy.",
)
async def retrieve_policy(ctx: ToolContext, arguments: PolicyQuery) -> Policy:
    """Look up the return policy for a region and a kind of item. Needed before eligibility is checked."""
    region, category = region_of(arguments.region), category_of(arguments.item_category)
    return Policy(
        say=_in_brief(category),
        policy=policy_text(region, category),
        region=region,
        item_category=category,
        version=POLICY_VERSION,
    )


def _in_brief(category: str) -> str:
    what = "Items" if category == "general" else {"snowboard": "Snowboards"}.get(category, category.capitalize())
    return f"{what} can come back within thirty days of delivery if unused, and within a year of purchase if defective."
