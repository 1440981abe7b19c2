"""What the scenario knows about one customer, and how it is erased: all but a row that holds the place of their id."""

import re
import secrets
from datetime import date
from typing import Final

from sqlalchemy import Connection, Select, Table, delete, or_, select, update

from toolserver.scenarios.support import tables
from toolserver.toolkit.person import Person
from toolserver.toolkit.scenario import People

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NO_DAY: Final = date(1900, 1, 1)  # the column has no null
_OWNED: Final = (tables.orders, tables.subscriptions, tables.tickets)


def _find(db: Connection, who: str) -> Person | None:
    return _customer(db, who) or _somebody(who)


def _customer(db: Connection, who: str) -> Person | None:
    """The customer of that id or e-mail address, and what only they are named by; None when there is none."""
    known = tables.customers.c
    found = select(tables.customers).where(or_(known.id == who, known.email == who.lower()))
    customer = db.execute(found.limit(1)).one_or_none()
    if customer is None:
        return None
    numbers = {number for owned in _OWNED for number in db.execute(_ids(owned, customer.id)).scalars()}
    texts = {customer.id, customer.name, customer.email, *numbers}
    return Person(customer.id, frozenset({customer.email}), frozenset(texts - {""}))


def _somebody(who: str) -> Person | None:
    """Who has that e-mail address and is no customer; None when it is none."""
    address = who.lower()
    return Person(None, frozenset({address}), frozenset({address})) if _ADDRESS.fullmatch(address) else None


def _erase(db: Connection, customer_id: str) -> dict[str, int]:
    """Remove what is theirs and blank the customer; says how many rows had something to erase."""
    customer, items, charges = tables.customers, tables.order_items, tables.charges
    db.execute(select(customer.c.id).where(customer.c.id == customer_id).with_for_update())  # before a new ticket
    orders, subscriptions = _ids(tables.orders, customer_id), _ids(tables.subscriptions, customer_id)
    db.execute(delete(items).where(items.c.order_id.in_(orders)))
    counts = {
        "charges": db.execute(delete(charges).where(charges.c.subscription_id.in_(subscriptions))).rowcount,
        "orders": _remove(db, tables.orders, customer_id),
        "subscriptions": _remove(db, tables.subscriptions, customer_id),
        "tickets": _remove(db, tables.tickets, customer_id),
    }
    blank = {"name": "", "email": f"-{secrets.token_hex(9)}", "postal_code": "", "tier": "", "created_on": _NO_DAY}
    known = (customer.c.id == customer_id, customer.c.name != "")
    return {"customers": db.execute(update(customer).where(*known).values(blank)).rowcount, **counts}


def _ids(owned: Table, customer_id: str) -> Select[tuple[str]]:
    return select(owned.c.id).where(owned.c.customer_id == customer_id)


def _remove(db: Connection, owned: Table, customer_id: str) -> int:
    return db.execute(delete(owned).where(owned.c.customer_id == customer_id)).rowcount


people: Final = People(find=_find, erase=_erase)
