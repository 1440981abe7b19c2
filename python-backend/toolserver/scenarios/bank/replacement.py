"""Replacing a card: a lost or stolen one is blocked in the same moment, and a second request finds the first."""

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field
from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.bank.addresses import is_same, require_deliverable
from toolserver.scenarios.bank.cards import ACTIVE, Card, block, lock_cards, open_replacement, order_replacement
from toolserver.scenarios.bank.customers import Customer, lock_customer
from toolserver.scenarios.bank.spoken import ending
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.questions import Question
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_list
from toolserver.toolkit.values import PostalAddressLine

_DELIVERY: Final = "5-7 business days"
_BLOCKING: Final = ("Lost", "Stolen")
_BECAUSE: Final = {
    "Lost": " because yours was lost",
    "Stolen": " because yours was stolen",
    "Damaged": " because yours is damaged",
    "Other": "",
}
CardType = Literal["Gold", "Silver", "Basic"]


class ReplacementRequest(Arguments):
    """Which card, why, and where the new one goes."""

    card_type: CardType = Field(description="Which of the caller's cards is to be replaced.")
    reason: Literal["Lost", "Damaged", "Stolen", "Other"] = Field(
        description="Why. A lost or stolen card is blocked at once."
    )
    delivery_address: Sensitive[PostalAddressLine] = Field(
        description="The address for the new card, in one line with number, street and city, as the caller said it, "
        "for example 123 Main St, Anytown."
    )


class Replacement(Result):
    """The order of the new card, and whether the old one is blocked now."""

    say: Sensitive[Say]
    replacement_id: str
    card_type: CardType
    old_card_blocked: bool
    estimated_delivery: Literal["5-7 business days"]


@dataclass(frozen=True)
class _Case:
    """What is to be done; `ordered` is the order that is already under way."""

    customer: Customer
    card: Card
    ordered: str | None
    blocks: bool  # the card, which can still be used


def ask_before_replacement(db: Connection, ctx: ToolContext, arguments: ReplacementRequest) -> Question:
    """Which card is replaced and why, where the new one goes, and whether the old one is blocked."""
    case = _locked_case(db, ctx, arguments)
    facts = {
        "customer": case.customer.id,
        "card": [case.card.id, case.card.last_four],
        "reason": arguments.reason,
        "delivery_address": arguments.delivery_address,
        "ordered": case.ordered,
        "blocks": case.blocks,
    }
    return Question(_question(case, arguments), facts)


@tool(
    "process_replacement",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    confirm=ask_before_replacement,
    title="replace a card",
    examples=("I lost my gold card", "someone stole my card, I need a new one", "my silver card is broken"),
    filler="Let me take care of your card.",
)
async def process_replacement(ctx: ToolContext, arguments: ReplacementRequest) -> Replacement:
    """Replace one of the caller's cards; a lost or stolen one is blocked at once."""

    def replace(db: Connection) -> Replacement:
        case = _locked_case(db, ctx, arguments)
        if case.blocks:
            block(db, case.card)
        number = case.ordered or order_replacement(
            db, case.card, arguments.reason, arguments.delivery_address, ctx.clock()
        )
        return _answer(case, arguments.card_type, number)

    return await ctx.write(replace)


def _locked_case(db: Connection, ctx: ToolContext, arguments: ReplacementRequest) -> _Case:
    """The customer and the card, as both stay until the end of the unit. Raises ToolFailed."""
    require_deliverable(arguments.delivery_address)
    customer_id = ctx.require_session().customer_id
    customer = None if customer_id is None else lock_customer(db, customer_id)
    if customer is None:
        raise ToolFailed("not_permitted", say="I can only replace a card of the person I verified.")
    cards = lock_cards(db, customer.id)
    card = cards.get(arguments.card_type)
    if card is None:
        raise _no_such_card(arguments.card_type, sorted(cards))
    blocks = arguments.reason in _BLOCKING and card.status == ACTIVE
    return _Case(customer, card, open_replacement(db, card), blocks)


def _no_such_card(card_type: str, has: list[str]) -> ToolFailed:
    yours = f"You have a {spoken_list(has)} card." if has else "You have no card with us."
    return ToolFailed("no_such_card", say=f"I don't see a {card_type} card of yours. {yours}")


def _question(case: _Case, arguments: ReplacementRequest) -> str:
    old = f"the old one, {ending(case.card.last_four)},"
    if case.ordered is not None:
        already = f"A new {case.card.type} card is already on its way to you."
        return f"{already} Shall I block {old} now?" if case.blocks else f"{already} Shall I tell you its order number?"
    wish = f"You want a new {case.card.type} card{_BECAUSE[arguments.reason]}."
    blocking = f"block {old} and " if case.blocks else ""
    address = arguments.delivery_address
    new_here = "" if is_same(address, case.customer.address) else ", which is not the address we have for you"
    return f"{wish} I would {blocking}send the new one to {address}{new_here}. Shall I?"


def _answer(case: _Case, card_type: CardType, number: str) -> Replacement:
    is_blocked = case.blocks or case.card.status != ACTIVE
    blocked = "the old one is blocked" if is_blocked else "you can use the old one until then"
    if case.ordered is None:
        say = f"Your new {card_type} card will arrive in {_DELIVERY}, and {blocked}. The order number is {number}."
    else:
        now = ", and the old one is blocked now" if case.blocks else ""
        say = f"A new {card_type} card was already ordered for you{now}. The order number is {number}."
    return Replacement(
        say=say,
        replacement_id=number,
        card_type=card_type,
        old_card_blocked=is_blocked,
        estimated_delivery=_DELIVERY,
    )
