"""Finding customers, and only those the caller may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail import tables
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.phone_numbers import require_complete

_NOBODY = ""  # an id that no customer has


@dataclass(frozen=True)
class Customer:
    """A customer with the facts by which one is recognised."""

    id: str
    name: str
    phone: str
    date_of_birth: date
    card_last_4: str
    ssn_last_4: str


def find_customer(db: Connection, phone: str, *, lock: bool = False) -> Customer | None:
    """The customer with this E.164 number; `lock` lets one writer at a time change what is theirs.

    Raises ToolFailed when it is no number.
    """
    require_complete(phone)
    query = select(tables.customers).where(tables.customers.c.phone == phone)
    row = db.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return Customer(**row) if row is not None else None


def lock_customer(db: Connection, customer_id: str) -> Customer:
    """The customer of this id, which is known to exist; one writer at a time may change what is theirs."""
    query = select(tables.customers).where(tables.customers.c.id == customer_id).with_for_update()
    return Customer(**db.execute(query).mappings().one())


def own_customer(ctx: ToolContext, db: Connection, phone: str, *, lock: bool = False) -> Customer:
    """The caller's own record by phone number.

    To a session, a stranger's number and an unknown one are the same `not_permitted`: it must not learn who is a
    customer. A service is told `not_found`.
    """
    customer = find_customer(db, phone, lock=lock)
    ctx.own(customer.id if customer is not None else _NOBODY)
    if customer is None:
        raise ToolFailed("not_found", say="I don't find a customer with that phone number.")
    return customer
