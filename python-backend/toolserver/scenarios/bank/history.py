"""What was booked on an account lately."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from toolserver.scenarios.bank.accounts import ACCOUNT_NUMBER, Account, own_account
from toolserver.scenarios.bank.business_day import day_of, start_of
from toolserver.scenarios.bank.ledger import Booked, statement
from toolserver.scenarios.bank.spoken import spoken_description
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.money import usd
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_date, spoken_list, spoken_usd
from toolserver.toolkit.values import Code, Day, Kind, UsdAmount

_SPOKEN_AT_MOST: Final = 3


class HistoryQuery(Arguments):
    """Which account, and how far back."""

    account_number: Sensitive[Annotated[str, Code(ACCOUNT_NUMBER)]] = Field(
        description="The number of one of the caller's accounts, digits only."
    )
    days: int = Field(default=30, ge=1, le=730, description="How many days back.")
    limit: Annotated[int, Kind("quantity")] = Field(
        default=20, ge=1, le=100, description="How many transactions at most, the newest first."
    )


class Transaction(BaseModel):
    """One booking; an amount that left the account is negative."""

    model_config = ConfigDict(frozen=True)

    date: Day
    description: str
    amount: UsdAmount
    balance_after: UsdAmount


class History(Result):
    """The bookings, the newest first; each balance is the one before it plus its amount."""

    say: Sensitive[Say]
    transactions: Sensitive[tuple[Transaction, ...]]


@tool(
    "get_transaction_history",
    access=Access.VERIFIED,
    effect=Effect.READ,
    title="hear your last transactions",
    examples=("what were my last transactions", "did my salary come in", "what did I spend this month"),
    filler="Let me look at your transactions.",
)
async def get_transaction_history(ctx: ToolContext, arguments: HistoryQuery) -> History:
    """List what was booked on one of the caller's accounts, with the balance after each booking."""
    now = ctx.clock()
    since = start_of(day_of(now) - timedelta(days=arguments.days))

    def look_up(db: Connection) -> tuple[Account, tuple[Booked, ...]]:
        account = own_account(ctx, db, arguments.account_number)
        return account, statement(db, account, since, arguments.limit)

    account, booked = await ctx.read(look_up)
    say = _in_brief(account, booked, now) if booked else _nothing(account, arguments.days)
    return History(say=say, transactions=tuple(map(_published, booked)))


def _published(booked: Booked) -> Transaction:
    return Transaction(
        date=day_of(booked.made_at),
        description=booked.description,
        amount=usd(booked.amount_cents),
        balance_after=usd(booked.balance_after_cents),
    )


def _in_brief(account: Account, booked: tuple[Booked, ...], now: datetime) -> str:
    latest = spoken_list([_spoken(each, day_of(now)) for each in booked[:_SPOKEN_AT_MOST]])
    count = f"{len(booked)} transactions" if len(booked) > 1 else "one transaction"
    return f"I see {count} on your {account.spoken}. The latest: {latest}."


def _spoken(booked: Booked, today: date) -> str:
    amount = spoken_usd(abs(booked.amount_cents))
    sign = "minus" if booked.amount_cents < 0 else "plus"
    return f"{spoken_description(booked.description)}, {sign} {amount}, on {spoken_date(day_of(booked.made_at), today)}"


def _nothing(account: Account, days: int) -> str:
    span = f"the last {days} days" if days > 1 else "the last day"
    return f"There is nothing on your {account.spoken} in {span}."
