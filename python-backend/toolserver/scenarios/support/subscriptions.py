"""The caller's subscription, and what was charged for it lately."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.support.customers import own_customer
from toolserver.scenarios.support.days import today
from toolserver.scenarios.support.ledger import Charge, Ledger, load_ledger, repeated
from toolserver.scenarios.support.spoken import spoken_times
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.money import UsdAmount, usd
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_date, spoken_usd
from toolserver.toolkit.values import Currency, Day, Email


class SubscriptionLookup(Arguments):
    """Whose subscription to look up."""

    email: Sensitive[Email]


class RecentCharge(BaseModel):
    """One charge."""

    model_config = ConfigDict(frozen=True)

    date: Day
    amount: UsdAmount
    currency: Currency
    description: str


class SubscriptionStatus(Result):
    """The subscription."""

    subscription_id: str
    plan: str
    status: Literal["active", "cancelled", "past_due", "trial"]
    next_billing_date: Day | None = Field(description="null: nothing more is charged")
    amount: UsdAmount = Field(description="US dollars a month, for example 249.99.")
    currency: Currency
    last_payment_date: Day | None
    recent_charges: tuple[RecentCharge, ...] = Field(description="of the last 60 days, newest first")


@tool(
    "check_subscription_status",
    title="check your subscription",
    access=Access.VERIFIED,
    effect=Effect.READ,
    provides=("subscription",),
    examples=("I was charged twice for my subscription", "which plan am I on", "when is my next payment"),
    filler="Let me check your subscription.",
)
async def check_subscription_status(ctx: ToolContext, arguments: SubscriptionLookup) -> SubscriptionStatus:
    """Look up the caller's subscription: plan, status, next payment, what was charged lately.

    Use it before saying anything about a charge.
    """
    day = today(ctx.clock())

    def look_up(db: Connection) -> Ledger | None:
        return load_ledger(db, own_customer(ctx, db, arguments.email).id, day)

    ledger = await ctx.read(look_up)
    if ledger is None:
        raise ToolFailed("not_found", say="There is no subscription on your account.")
    return SubscriptionStatus(
        say=f"{_status(ledger, day)}{_repetition(ledger, day)}",
        subscription_id=ledger.subscription_id,
        plan=ledger.plan,
        status=ledger.status,
        next_billing_date=ledger.next_billing_on,
        amount=usd(ledger.amount_cents),
        currency="USD",
        last_payment_date=ledger.last_payment_on,
        recent_charges=tuple(map(_published, ledger.recent)),
    )


def _published(charge: Charge) -> RecentCharge:
    return RecentCharge(
        date=charge.charged_on,
        amount=usd(charge.amount_cents),
        currency="USD",
        description=charge.description,
    )


def _status(ledger: Ledger, day: date) -> str:
    price, due = spoken_usd(ledger.amount_cents), ledger.next_billing_on
    when = "" if due is None else f" on {spoken_date(due, day)}"
    sentences = {
        "active": f"Your {ledger.plan} plan is active, and the next {price} will be charged{when}.",
        "past_due": f"Your {ledger.plan} plan is past due: {price} should have been paid{when}.",
        "trial": f"You're trying the {ledger.plan} plan, and the first {price} will be charged{when}.",
        "cancelled": f"Your {ledger.plan} plan was cancelled, and nothing more will be charged.",
    }
    return sentences[ledger.status]


def _repetition(ledger: Ledger, day: date) -> str:
    """The latest day on which one amount was charged more than once."""
    found = repeated(ledger.recent)
    if found is None:
        return ""
    charge, count = found
    amount, on = spoken_usd(charge.amount_cents), spoken_date(charge.charged_on, day)
    return f" {amount} was charged {spoken_times(count)} on {on}."
