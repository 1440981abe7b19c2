"""Writing the demo bank into empty tables, and keeping what nobody touched recent."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import OWN_ACCOUNTS, AccountStatus, AccountType, lock_accounts
from toolserver.scenarios.bank.business_day import day_of, noon_of, start_of
from toolserver.scenarios.bank.cards import OPEN
from toolserver.scenarios.bank.ledger import Kind, Movement, move
from toolserver.scenarios.bank.seed_data import (
    CUSTOMERS,
    SEEDED_TRANSACTIONS,
    SeedAccount,
    SeedBooking,
    SeedCustomer,
    transaction_id_of,
)


def seed_bank(db: Connection, now: datetime) -> None:
    """Fill empty tables."""
    for number, name in enumerate(OWN_ACCOUNTS, 1):
        own = {"id": f"ACC-BANK-{number}", "number": name, "type": AccountType.BANK, "status": AccountStatus.OPEN}
        db.execute(insert(tables.accounts).values(**own, balance_cents=0, entries=0))
    for one in CUSTOMERS:
        db.execute(insert(tables.customers).values(asdict(one.customer)))
        for account in one.accounts:
            _insert_account(db, one, account)
        for index, booking in enumerate(one.bookings):
            _book(db, one, booking, (transaction_id_of(one, index), _made_at(booking.days_ago, now)))
        _insert_holds(db, one, now)
        _insert_cards(db, one, now)


def redate_bank(db: Connection, now: datetime) -> None:
    """Date the demo's bookings from today again, except those of customers who have had others since."""
    touched = _touched_customers(db)
    for one in CUSTOMERS:
        if one.customer.id not in touched:
            _redate(db, one, now)


def _touched_customers(db: Connection) -> set[str]:
    account, entry = tables.accounts, tables.entries
    theirs = select(account.c.customer_id).select_from(account.join(entry)).where(account.c.customer_id.is_not(None))
    since = theirs.where(entry.c.transaction_id.not_in(SEEDED_TRANSACTIONS)).distinct()
    return set(db.execute(since).scalars())


def _redate(db: Connection, one: SeedCustomer, now: datetime) -> None:
    made, held, ordered = tables.transactions, tables.holds, tables.replacements
    for index, booking in enumerate(one.bookings):
        mine = update(made).where(made.c.id == transaction_id_of(one, index))
        db.execute(mine.values(made_at=_made_at(booking.days_ago, now)))
    for hold_id, row in _holds(one, now):
        db.execute(update(held).where(held.c.id == hold_id).values(placed_at=row["placed_at"]))
    for card in one.cards:
        if card.replacement is not None:
            mine = update(ordered).where(ordered.c.id == card.replacement)
            db.execute(mine.values(created_at=_made_at(1, now)))


def _insert_account(db: Connection, one: SeedCustomer, account: SeedAccount) -> None:
    row = {"id": _account_id(one, account), "number": account.number, "customer_id": one.customer.id}
    kinds = {"type": account.type, "status": account.status}
    db.execute(insert(tables.accounts).values(**row, **kinds, balance_cents=0, entries=0))


def _account_id(one: SeedCustomer, account: SeedAccount) -> str:
    return f"ACC-{one.customer.id[-4:]}-{account.type}"


def _book(db: Connection, one: SeedCustomer, booking: SeedBooking, made: tuple[str, datetime]) -> None:
    transaction_id, made_at = made
    numbers = {account.type.value: account.number for account in one.accounts}
    names = (numbers[booking.type], numbers.get(booking.other, booking.other))
    locked = lock_accounts(db, names)
    mine, other = (locked[name] for name in names)
    texts = (booking.description, booking.other_description)
    source, target = (mine, other) if booking.cents < 0 else (other, mine)
    sender_id = one.customer.id if booking.kind in (Kind.OWN, Kind.EXTERNAL) else None
    descriptions = texts if booking.cents < 0 else (texts[1], texts[0])
    movement = Movement(booking.kind, source, target, abs(booking.cents), descriptions, made_at, sender_id)
    move(db, movement, transaction_id)


def _insert_holds(db: Connection, one: SeedCustomer, now: datetime) -> None:
    for hold_id, row in _holds(one, now):
        db.execute(insert(tables.holds).values(id=hold_id, **row))


def _holds(one: SeedCustomer, now: datetime) -> Iterator[tuple[str, dict[str, object]]]:
    for number, hold in enumerate(one.holds, 1):
        row = {"account_id": _account_id(one, one.accounts[0]), "placed_at": _made_at(hold.days_ago, now)}
        yield (
            f"HLD-DEMO-{one.customer.id[-1]}{number}",
            row
            | {
                "description": hold.description,
                "amount_cents": hold.cents,
            },
        )


def _insert_cards(db: Connection, one: SeedCustomer, now: datetime) -> None:
    for card in one.cards:
        card_id = f"CRD-{one.customer.id[-4:]}-{card.type}"
        row = {"id": card_id, "customer_id": one.customer.id, "type": card.type, "last_four": card.last_four}
        db.execute(insert(tables.cards).values(**row, status=card.status))
        if card.replacement is not None:
            order = {"id": card.replacement, "card_id": card_id, "reason": "Lost", "status": OPEN}
            address = one.customer.address
            when = _made_at(1, now)
            db.execute(insert(tables.replacements).values(**order, delivery_address=address, created_at=when))


def _made_at(days_ago: int, now: datetime) -> datetime:
    """At noon of a day that is over; today an hour ago, if it was today already."""
    today = day_of(now)
    if days_ago == 0:
        return max(start_of(today), now - timedelta(hours=1))
    return noon_of(today - timedelta(days=days_ago))
