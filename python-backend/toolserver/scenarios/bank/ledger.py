"""The ledger: money moves from one account to another in one transaction of two entries, and never appears or is lost.

Amounts are whole cents. The sum of all entries is zero; an account's balance is the sum of its own, and is stored with
the account so that it can be locked and compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import Account
from toolserver.toolkit.ids import new_spoken_id


class Kind(StrEnum):
    """Why money moved."""

    OPENING = "opening"
    BOOKING = "booking"  # a salary, a card payment, interest, a fee
    OWN = "own"  # between accounts of one customer
    INTERNAL = "internal"
    EXTERNAL = "external"
    WIRE = "wire"


@dataclass(frozen=True)
class Movement:
    """An amount from one account to another, each with what its owner reads about it."""

    kind: Kind
    source: Account
    target: Account
    amount_cents: int  # positive
    descriptions: tuple[str, str]  # the source's, the target's
    made_at: datetime
    sender_id: str | None = None  # the customer who asked for it

    def __post_init__(self) -> None:
        """Raises ValueError for what would be no movement."""
        if self.amount_cents <= 0 or self.source.id == self.target.id:
            raise ValueError("money moves as a positive amount between two accounts")


@dataclass(frozen=True)
class Booked:
    """One entry as its account's statement shows it."""

    made_at: datetime
    description: str
    amount_cents: int
    balance_after_cents: int


def move(db: Connection, movement: Movement, transaction_id: str | None = None) -> str:
    """Book it, and return the transaction's number. Both accounts are locked, and as they were when they were."""
    transaction_id = transaction_id or new_spoken_id(db, tables.transactions.c.id, "TX")
    row = {"id": transaction_id, "kind": movement.kind, "sender_id": movement.sender_id, "made_at": movement.made_at}
    db.execute(insert(tables.transactions).values(row))
    amount, (given, got) = movement.amount_cents, movement.descriptions
    _enter(db, transaction_id, movement.source, -amount, given)
    _enter(db, transaction_id, movement.target, amount, got)
    return transaction_id


def statement(db: Connection, account: Account, since: datetime, limit: int) -> tuple[Booked, ...]:
    """The latest entries since then, the newest first; balances are running sums over all entries there are."""
    entry, made = tables.entries, tables.transactions
    running = func.sum(entry.c.amount_cents).over(order_by=entry.c.number).label("balance_after_cents")
    columns = (made.c.made_at, entry.c.description, entry.c.amount_cents, running, entry.c.number)
    whole = select(*columns).select_from(entry.join(made)).where(entry.c.account_id == account.id).subquery()
    latest: Select[tuple[object, ...]] = (
        select(whole).where(whole.c.made_at >= since).order_by(whole.c.number.desc()).limit(limit)
    )
    return tuple(map(_booked, db.execute(latest).mappings()))


def sent_cents(db: Connection, customer_id: str, between: tuple[datetime, datetime], kinds: Sequence[Kind]) -> int:
    """What a customer has sent by transfers of these kinds, from the first moment until before the second."""
    entry, made = tables.entries, tables.transactions
    sent = select(func.sum(entry.c.amount_cents)).select_from(entry.join(made))
    sent = sent.where(made.c.sender_id == customer_id, made.c.kind.in_(kinds), entry.c.amount_cents < 0)
    sent = sent.where(made.c.made_at >= between[0], made.c.made_at < between[1])
    return -int(db.execute(sent).scalar_one() or 0)


def discrepancies(db: Connection) -> list[str]:
    """What does not add up, in words; nothing in a sound ledger."""
    return [*_unbalanced(db), *_drifted(db)]


def _enter(db: Connection, transaction_id: str, account: Account, amount_cents: int, description: str) -> None:
    number = account.entries + 1
    row = {"account_id": account.id, "number": number, "transaction_id": transaction_id}
    db.execute(insert(tables.entries).values(**row, amount_cents=amount_cents, description=description))
    mine = tables.accounts.c
    changed = {"balance_cents": mine.balance_cents + amount_cents, "entries": number}
    db.execute(update(tables.accounts).where(mine.id == account.id).values(changed))


def _booked(row: RowMapping) -> Booked:
    return Booked(row["made_at"], row["description"], row["amount_cents"], int(row["balance_after_cents"]))


def _unbalanced(db: Connection) -> list[str]:
    entry = tables.entries.c
    total, count = func.sum(entry.amount_cents), func.count()
    query = select(entry.transaction_id, total, count).group_by(entry.transaction_id)
    wrong = db.execute(query.having((total != 0) | (count != 2))).all()
    return [f"{row[0]} has {row[2]} entries, which sum to {row[1]} cents" for row in wrong]


def _drifted(db: Connection) -> list[str]:
    account, entry = tables.accounts, tables.entries
    total, count = func.coalesce(func.sum(entry.c.amount_cents), 0), func.count(entry.c.number)
    query = select(account.c.id, account.c.balance_cents, total, account.c.entries, count)
    query = query.select_from(account.outerjoin(entry)).group_by(account.c.id)
    wrong = db.execute(query.having((account.c.balance_cents != total) | (account.c.entries != count))).all()
    return [f"{row[0]} has {row[1]} cents in {row[3]} entries, its ledger {row[2]} in {row[4]}" for row in wrong]
