"""The caller's account."""

from sqlalchemy import Connection

from toolserver.scenarios.support.customers import Customer, Tier, own_customer
from toolserver.scenarios.support.days import today
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_date
from toolserver.toolkit.values import Day, Email


class AccountLookup(Arguments):
    """Whose account to look up."""

    email: Sensitive[Email]


class CustomerInfo(Result):
    """The account."""

    say: Sensitive[Say]
    customer_id: str
    name: Sensitive[str]
    email: Sensitive[str]
    account_created: Day
    tier: Tier


@tool(
    "get_customer_info",
    title="look up your account",
    access=Access.VERIFIED,
    effect=Effect.READ,
    examples=("can you pull up my account", "what's my customer number", "how long have I been a customer"),
    filler="Let me pull up your account.",
)
async def get_customer_info(ctx: ToolContext, arguments: AccountLookup) -> CustomerInfo:
    """Look up the caller's account: name, customer number, tier, since when."""

    def look_up(db: Connection) -> Customer:
        return own_customer(ctx, db, arguments.email)

    customer = await ctx.read(look_up)
    since = spoken_date(customer.created_on, today(ctx.clock()))
    membership = f"You've been with us since {since}, and your tier is {customer.tier}."
    return CustomerInfo(
        say=f"I have your account, {customer.name}. {membership}",
        customer_id=customer.id,
        name=customer.name,
        email=customer.email,
        account_created=customer.created_on,
        tier=customer.tier,
    )
