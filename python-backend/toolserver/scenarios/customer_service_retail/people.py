"""What the shop knows about one customer, and how it is erased: what was bought and paid stays, without the person."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Final

import phonenumbers
from sqlalchemy import Connection, delete, or_, select, update

from toolserver.scenarios.customer_service_retail import tables
from toolserver.toolkit.person import Person
from toolserver.toolkit.phone_numbers import to_e164
from toolserver.toolkit.scenario import People

_NO_BIRTHDAY: Final = date(1900, 1, 1)  # the column has no null


def _find(db: Connection, who: str) -> Person | None:
    return _customer(db, who) or _somebody(who)


def _customer(db: Connection, who: str) -> Person | None:
    """The customer of that id or phone number, and what only they are named by; None when there is none."""
    known = tables.customers.c
    found = select(tables.customers).where(or_(known.id == who, known.phone == _number(who)))
    customer = db.execute(found.limit(1)).mappings().one_or_none()
    if customer is None:
        return None
    customer_id, mine = customer["id"], tables.addresses.c
    streets = db.execute(select(mine.street).where(mine.customer_id == customer_id)).scalars().all()
    texts = {customer_id, customer["name"], *streets, *_papers(db, customer_id), *_numbers(customer["phone"])}
    return Person(customer_id, frozenset({customer["phone"]}), frozenset(texts - {""}))


def _somebody(who: str) -> Person | None:
    """Who has that phone number and is no customer; None when it is none."""
    number = _number(who)
    return None if number is None else Person(None, frozenset({number}), frozenset(_numbers(number)))


def _erase(db: Connection, customer_id: str) -> dict[str, int]:
    """Blank the customer, remove the address and the answers to offers; says how many rows had something to erase."""
    customer, address, offers = tables.customers, tables.addresses, tables.offer_responses
    blank = {"name": "", "phone": f"-{secrets.token_hex(9)}", "date_of_birth": _NO_BIRTHDAY}  # numbers are unique
    known = (customer.c.id == customer_id, customer.c.name != "")
    return {
        "customers": db.execute(update(customer).where(*known).values(**blank, card_last_4="", ssn_last_4="")).rowcount,
        "addresses": db.execute(delete(address).where(address.c.customer_id == customer_id)).rowcount,
        "answers to offers": db.execute(delete(offers).where(offers.c.customer_id == customer_id)).rowcount,
    }


def _number(who: str) -> str | None:
    try:
        return to_e164(who)
    except ValueError:
        return None


def _papers(db: Connection, customer_id: str) -> Sequence[str]:
    """Numbers of orders, returns and checkouts."""
    kinds = (tables.orders, tables.returns, tables.checkouts)
    found = (db.execute(select(kind.c.id).where(kind.c.customer_id == customer_id)).scalars() for kind in kinds)
    return [number for numbers in found for number in numbers]


def _numbers(phone: str) -> set[str]:
    if not phone.startswith("+"):
        return set()
    number = phonenumbers.parse(phone)
    return {phone, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)}


people: Final = People(find=_find, erase=_erase)
