"""What there is on an account, and what can be spent of it."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection

from toolserver.scenarios.bank.accounts import ACCOUNT_NUMBER, Account, own_account, pending_cents
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.money import usd
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_usd
from toolserver.toolkit.values import Code, Currency, UsdAmount


class BalanceQuery(Arguments):
    """Which account."""

    account_number: Sensitive[Annotated[str, Code(ACCOUNT_NUMBER)]] = Field(
        description="The number of one of the caller's accounts, digits only."
    )
    include_pending: bool = Field(
        default=True, description="Whether to say what is pending: card payments that are not booked yet."
    )


class Balance(Result):
    """The booked balance, and what can be spent, which pending card payments are already taken from."""

    say: Sensitive[Say]
    balance: Sensitive[UsdAmount]
    available_balance: Sensitive[UsdAmount]
    pending: Sensitive[UsdAmount | None] = Field(description="What card payments hold; null when not asked for.")
    currency: Currency


@tool(
    "get_balance",
    access=Access.VERIFIED,
    effect=Effect.READ,
    title="see a balance",
    examples=("what's my balance", "how much money is in my savings account", "how much can I still spend"),
    filler="Let me look at your account.",
)
async def get_balance(ctx: ToolContext, arguments: BalanceQuery) -> Balance:
    """Tell the balance of one of the caller's accounts: what is booked, what is pending, what is available."""

    def look_up(db: Connection) -> tuple[Account, int]:
        account = own_account(ctx, db, arguments.account_number)
        return account, pending_cents(db, account)

    account, pending = await ctx.read(look_up)
    return Balance(
        say=_in_brief(account, pending, includes_pending=arguments.include_pending),
        balance=usd(account.balance_cents),
        available_balance=usd(max(0, account.balance_cents - pending)),
        pending=usd(pending) if arguments.include_pending else None,
        currency="USD",
    )


def _in_brief(account: Account, pending: int, *, includes_pending: bool) -> str:
    booked = f"Your {account.spoken} has {spoken_usd(account.balance_cents)}."
    if not pending or not includes_pending:
        return booked
    available = spoken_usd(max(0, account.balance_cents - pending))
    return f"{booked} {spoken_usd(pending)} of that is pending, so you can use {available}."
