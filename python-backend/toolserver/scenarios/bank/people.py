"""What the bank knows about one customer, and how it is erased: the ledger stays whole, without the person."""

import re
import secrets
from collections.abc import Sequence
from typing import Final

import phonenumbers
from sqlalchemy import Connection, delete, select, update

from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import ACCOUNT_NUMBER, Account, AccountStatus, accounts_of, lock_accounts
from toolserver.scenarios.bank.customers import Customer, find_by_account, find_by_phone, lock_customer
from toolserver.toolkit.person import Person
from toolserver.toolkit.phone_numbers import to_e164
from toolserver.toolkit.scenario import People

_NO_TEXT: Final = "Transaction"


def _find(db: Connection, who: str) -> Person | None:
    customer = _customer(db, who)
    return _somebody(who) if customer is None else _person(db, customer)


def _customer(db: Connection, who: str) -> Customer | None:
    row = db.execute(select(tables.customers).where(tables.customers.c.id == who)).mappings().one_or_none()
    if row is not None:
        return Customer(**row)
    number = _e164(who)
    return find_by_account(db, who) or (None if number is None else find_by_phone(db, number))


def _person(db: Connection, customer: Customer) -> Person:
    numbers = [account.number for account in accounts_of(db, customer.id)]
    texts = {customer.id, customer.name, customer.address, *numbers, *_papers(db, customer.id)}
    return Person(customer.id, frozenset({customer.phone, *numbers}), frozenset(texts | _written(customer.phone)))


def _somebody(who: str) -> Person | None:
    """Who said that account or phone number and is no customer; None when it can be neither."""
    number = _e164(who)
    said = {who} if re.fullmatch(ACCOUNT_NUMBER, who) else set()
    if number is None:
        return Person(None, frozenset(said), frozenset(said)) if said else None
    return Person(None, frozenset(said | {number}), frozenset(said | _written(number)))


def _erase(db: Connection, customer_id: str) -> dict[str, int]:
    """Remove the customer, close the accounts under other numbers, and take the texts from what was booked on them."""
    lock_customer(db, customer_id)
    closed = list(lock_accounts(db, [account.number for account in accounts_of(db, customer_id)]).values())
    made, customers = tables.transactions, tables.customers
    counts = {"replacements": _erase_replacements(db, customer_id), "cards": _erase_cards(db, customer_id)}
    counts |= {"holds": _erase_holds(db, closed), "texts of bookings": _erase_texts(db, closed)}
    db.execute(update(made).where(made.c.sender_id == customer_id).values(sender_id=None))
    for account in closed:
        _close(db, account)
    erased = db.execute(delete(customers).where(customers.c.id == customer_id)).rowcount
    return {"customers": erased, "accounts": len(closed), **counts}


def _erase_replacements(db: Connection, customer_id: str) -> int:
    theirs = select(tables.cards.c.id).where(tables.cards.c.customer_id == customer_id)
    return db.execute(delete(tables.replacements).where(tables.replacements.c.card_id.in_(theirs))).rowcount


def _erase_cards(db: Connection, customer_id: str) -> int:
    return db.execute(delete(tables.cards).where(tables.cards.c.customer_id == customer_id)).rowcount


def _erase_holds(db: Connection, closed: Sequence[Account]) -> int:
    ids = [account.id for account in closed]
    return db.execute(delete(tables.holds).where(tables.holds.c.account_id.in_(ids))).rowcount


def _erase_texts(db: Connection, closed: Sequence[Account]) -> int:
    """On both sides: the other one's statement names the last digits of the account."""
    entry, ids = tables.entries.c, [account.id for account in closed]
    theirs = select(entry.transaction_id).where(entry.account_id.in_(ids))
    told = update(tables.entries).where(entry.transaction_id.in_(theirs), entry.description != _NO_TEXT)
    return db.execute(told.values(description=_NO_TEXT)).rowcount


def _close(db: Connection, account: Account) -> None:
    blank = {"number": f"closed-{secrets.token_hex(9)}", "customer_id": None, "status": AccountStatus.CLOSED}
    db.execute(update(tables.accounts).where(tables.accounts.c.id == account.id).values(blank))


def _papers(db: Connection, customer_id: str) -> set[str]:
    """Numbers of transactions and replacements that the customer was told."""
    made, card, ordered = tables.transactions.c, tables.cards, tables.replacements
    theirs = select(card.c.id).where(card.c.customer_id == customer_id)
    sent = db.execute(select(made.id).where(made.sender_id == customer_id)).scalars()
    return {*sent, *db.execute(select(ordered.c.id).where(ordered.c.card_id.in_(theirs))).scalars()}


def _e164(who: str) -> str | None:
    try:
        return to_e164(who)
    except ValueError:
        return None


def _written(phone: str) -> set[str]:
    number = phonenumbers.parse(phone)
    return {phone, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)}


people: Final = People(find=_find, erase=_erase)
