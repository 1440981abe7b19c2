"""Finding accounts, and only those the caller may see; what can be spent of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, RowMapping, Select, func, select

from toolserver.errors import ToolFailed
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.spoken import ending
from toolserver.toolkit.context import ToolContext

ACCOUNT_NUMBER: Final = r"^[0-9]{6,17}$"
BANK: Final = "bank"  # where opening deposits, interest and fees are booked against
CLEARING: Final = {"external": "clearing-external", "wire": "clearing-wire"}  # what has left, by how it did
OWN_ACCOUNTS: Final = (BANK, *CLEARING.values())
_NOBODY: Final = ""  # an id that no customer has


class AccountType(StrEnum):
    """What an account is for."""

    CHECKING = "checking"
    SAVINGS = "savings"
    BANK = "bank"


class AccountStatus(StrEnum):
    """Whether money may move; a closed account has nobody any more."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


@dataclass(frozen=True)
class Account:
    """An account with its booked balance, and how many entries that is the sum of."""

    id: str
    number: str
    customer_id: str | None
    type: AccountType
    status: AccountStatus
    balance_cents: int
    entries: int

    @property
    def spoken(self) -> str:
        """As its owner calls it."""
        return f"{self.type} account {ending(self.number)}"


def find_account(db: Connection, number: str) -> Account | None:
    """The account of that number, if it is one of this bank."""
    return _first(db, _numbered(number))


def accounts_of(db: Connection, customer_id: str) -> tuple[Account, ...]:
    """All of a customer's, the checking account first."""
    mine = tables.accounts.c
    query = select(tables.accounts).where(mine.customer_id == customer_id).order_by(mine.type, mine.number)
    return tuple(map(_account, db.execute(query).mappings()))


def lock_accounts(db: Connection, numbers: Iterable[str]) -> dict[str, Account]:
    """Those that exist, by number, held until the end of the unit.

    In the order of their numbers, for every writer the same. The bank's own come last, because their names sort after
    digits: they are what many wait for, and are held while nothing else is waited for.
    """
    locked = ((number, _first(db, _numbered(number).with_for_update())) for number in sorted(set(numbers)))
    return {number: account for number, account in locked if account is not None}


def own_account(ctx: ToolContext, db: Connection, number: str) -> Account:
    """The caller's own account.

    To a session, a stranger's number and an unknown one are the same `not_permitted`. A service is told `not_found`.
    """
    account = find_account(db, number)
    ctx.own((account.customer_id if account is not None else None) or _NOBODY)
    if account is None or account.customer_id is None:
        raise ToolFailed("not_found", say="I don't find an account with that number.")
    return account


def pending_cents(db: Connection, account: Account) -> int:
    """What card payments hold that are not booked yet; who took the payment books or releases it."""
    held = tables.holds.c
    return int(db.execute(select(func.sum(held.amount_cents)).where(held.account_id == account.id)).scalar_one() or 0)


def _numbered(number: str) -> Select[tuple[object, ...]]:
    return select(tables.accounts).where(tables.accounts.c.number == number)


def _first(db: Connection, query: Select[tuple[object, ...]]) -> Account | None:
    row = db.execute(query).mappings().one_or_none()
    return None if row is None else _account(row)


def _account(row: RowMapping) -> Account:
    kinds = {"type": AccountType(row["type"]), "status": AccountStatus(row["status"])}
    return Account(**{**row, **kinds})
