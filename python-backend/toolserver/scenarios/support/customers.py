"""Finding customers by e-mail address, and only those the caller may see."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import Connection, select

from toolserver.errors import ToolFailed
from toolserver.scenarios.support import tables
from toolserver.toolkit.context import ToolContext

Tier = Literal["basic", "premium", "enterprise"]
_NOBODY: Final = ""  # an id that no customer has


@dataclass(frozen=True)
class Customer:
    """A customer with the facts by which one is recognised."""

    id: str
    name: str
    email: str
    postal_code: str
    tier: Tier
    created_on: date


def find_customer(db: Connection, email: str, *, lock: bool = False) -> Customer | None:
    """The customer with this address, however it is capitalised; `lock` lets one writer at a time add to their data."""
    query = select(tables.customers).where(tables.customers.c.email == email.lower())
    row = db.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return Customer(**row) if row is not None else None


def own_customer(ctx: ToolContext, db: Connection, email: str, *, lock: bool = False) -> Customer:
    """The caller's own record by e-mail address.

    To a session, a stranger's address and an unknown one are the same `not_permitted`: it must not learn who is a
    customer. A service is told `not_found`.
    """
    customer = find_customer(db, email, lock=lock)
    ctx.own(customer.id if customer is not None else _NOBODY)
    if customer is None:
        raise ToolFailed("not_found", say="I don't find a customer with that e-mail address.")
    return customer
