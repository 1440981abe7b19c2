"""Finding customers by what they are reached by."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from toolserver.scenarios.bank import tables


@dataclass(frozen=True)
class Customer:
    """A customer with the facts by which one is recognised."""

    id: str
    name: str
    phone: str
    ssn_last_four: str
    address: str


def find_by_phone(db: Connection, phone: str) -> Customer | None:
    """The customer with this E.164 number."""
    return _find(db, tables.customers.c.phone == phone)


def find_by_account(db: Connection, number: str) -> Customer | None:
    """Whose account that is."""
    owner = select(tables.accounts.c.customer_id).where(tables.accounts.c.number == number)
    return _find(db, tables.customers.c.id == owner.scalar_subquery())


def lock_customer(db: Connection, customer_id: str) -> Customer | None:
    """One writer at a time changes what is theirs; None when they were erased meanwhile."""
    return _find(db, tables.customers.c.id == customer_id, lock=True)


def _find(db: Connection, which: ColumnElement[bool], *, lock: bool = False) -> Customer | None:
    query = select(tables.customers).where(which)
    row = db.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else Customer(**row)
