"""What a transfer must fulfil, and whom it is between: everything locked, nothing moved yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.bank.accounts import (
    CLEARING,
    Account,
    AccountStatus,
    find_account,
    lock_accounts,
    own_account,
    pending_cents,
)
from toolserver.scenarios.bank.business_day import bounds_of_day
from toolserver.scenarios.bank.customers import lock_customer
from toolserver.scenarios.bank.ledger import Kind, sent_cents
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.spoken import spoken_usd

DAILY_LIMIT_CENTS: Final = 500_000
LIMITED: Final = (Kind.INTERNAL, Kind.EXTERNAL, Kind.WIRE)
"""What counts for the limit, which bounds what a thief can take in a day: between own accounts nothing leaves."""
TransferType = Literal["internal", "external", "wire"]


@dataclass(frozen=True)
class Wish:
    """What the caller asked for."""

    from_number: str
    to_number: str
    amount_cents: int
    type: TransferType


@dataclass(frozen=True)
class Transfer:
    """A transfer that may be made now; to another bank its target is the clearing account."""

    customer_id: str
    source: Account
    target: Account
    to_number: str
    amount_cents: int
    kind: Kind


def locked_transfer(ctx: ToolContext, db: Connection, wish: Wish) -> Transfer:
    """The customer and both accounts as they stay until the end of the unit, once every rule is fulfilled.

    The customer comes first: transfers from different accounts share one limit. Raises ToolFailed.
    """
    _require_sense(wish)
    customer_id = _lock_sender(ctx, db, wish)
    target_number = _target_number(db, wish)
    locked = lock_accounts(db, (wish.from_number, target_number))
    source, target = locked.get(wish.from_number), locked.get(target_number)
    if source is None or source.customer_id != customer_id:
        raise _not_theirs()
    if target is None:
        raise _unknown_here()
    transfer = Transfer(
        customer_id, source, target, wish.to_number, wish.amount_cents, _kind(wish, customer_id, target)
    )
    _require_open(transfer)
    _require_cover(db, transfer)
    _require_limit(db, transfer, ctx.clock())
    return transfer


def _require_sense(wish: Wish) -> None:
    if wish.from_number == wish.to_number:
        raise ToolFailed("same_account", say="Those are the same account. Which account should the money go to?")
    if wish.amount_cents <= 0:
        raise ToolFailed("invalid_amount", say="How much should I transfer? It has to be more than nothing.")


def _lock_sender(ctx: ToolContext, db: Connection, wish: Wish) -> str:
    owner = own_account(ctx, db, wish.from_number).customer_id
    customer = None if owner is None else lock_customer(db, owner)
    if customer is None:
        raise _not_theirs()
    return customer.id


def _target_number(db: Connection, wish: Wish) -> str:
    """Of the account here that the money goes to. Raises ToolFailed when the type does not fit the number."""
    is_here = find_account(db, wish.to_number) is not None
    if wish.type == "internal":
        if not is_here:
            raise _unknown_here()
        return wish.to_number
    if is_here:
        say = "That account is at our own bank, so it would be an internal transfer. Shall I make it one?"
        raise ToolFailed("unknown_account", say=say, message="use transfer_type internal for an account at this bank")
    return CLEARING[wish.type]


def _kind(wish: Wish, customer_id: str, target: Account) -> Kind:
    return Kind.OWN if target.customer_id == customer_id else Kind(wish.type)


def _require_open(transfer: Transfer) -> None:
    """Of somebody else's account nothing is told but that this cannot be done."""
    if transfer.source.status is not AccountStatus.OPEN:
        raise _frozen(transfer.source)
    if transfer.target.status is not AccountStatus.OPEN:
        if transfer.kind is Kind.OWN:
            raise _frozen(transfer.target)
        raise ToolFailed("account_frozen", say="I can't send money to that account at the moment.")


def _require_cover(db: Connection, transfer: Transfer) -> None:
    available = max(0, transfer.source.balance_cents - pending_cents(db, transfer.source))
    if transfer.amount_cents > available:
        say = f"Only {spoken_usd(available)} is available on your {transfer.source.spoken}. How much should it be?"
        raise ToolFailed("insufficient_funds", say=say)


def _require_limit(db: Connection, transfer: Transfer, now: datetime) -> None:
    if transfer.kind not in LIMITED:
        return
    left = max(0, DAILY_LIMIT_CENTS - sent_cents(db, transfer.customer_id, bounds_of_day(now), LIMITED))
    if transfer.amount_cents > left:
        rest = f"You can still send {spoken_usd(left)} today" if left else "Nothing is left of that today"
        say = f"You can send {spoken_usd(DAILY_LIMIT_CENTS)} a day to others. {rest}."
        raise ToolFailed("daily_limit_exceeded", say=say)


def _not_theirs() -> ToolFailed:
    return ToolFailed("not_permitted", say="I can only transfer from an account of the person I verified.")


def _unknown_here() -> ToolFailed:
    say = "I don't find that account at our bank. Is it at another one, or should we go through the number again?"
    message = "no account at this bank has that number; external or wire is for accounts at other banks"
    return ToolFailed("unknown_account", say=say, message=message)


def _frozen(account: Account) -> ToolFailed:
    say = f"Your {account.spoken} is frozen, so no money can move there. I can get a person for you."
    return ToolFailed("account_frozen", say=say)
