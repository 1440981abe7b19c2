"""A customer's cards and what replaces them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from toolserver.scenarios.bank import tables
from toolserver.toolkit.ids import new_spoken_id

ACTIVE: Final = "active"
BLOCKED: Final = "blocked"
OPEN: Final = "open"  # ordered, and not delivered yet


@dataclass(frozen=True)
class Card:
    """One card; nobody can pay with a blocked one."""

    id: str
    customer_id: str
    type: str
    last_four: str
    status: str


def lock_cards(db: Connection, customer_id: str) -> dict[str, Card]:
    """All of a customer's cards by type, held until the end of the unit."""
    mine = tables.cards.c
    query = select(tables.cards).where(mine.customer_id == customer_id).order_by(mine.id).with_for_update()
    return {row["type"]: Card(**row) for row in db.execute(query).mappings()}


def open_replacement(db: Connection, card: Card) -> str | None:
    """The number of the replacement that is on its way."""
    made = tables.replacements.c
    query = select(made.id).where(made.card_id == card.id, made.status == OPEN)
    return db.execute(query).scalar_one_or_none()


def order_replacement(db: Connection, card: Card, reason: str, delivery_address: str, now: datetime) -> str:
    """Order a new card, and return the number of the order."""
    replacement_id = new_spoken_id(db, tables.replacements.c.id, "REP")
    row = {"id": replacement_id, "card_id": card.id, "reason": reason, "delivery_address": delivery_address}
    db.execute(insert(tables.replacements).values(**row, status=OPEN, created_at=now))
    return replacement_id


def block(db: Connection, card: Card) -> None:
    """Nobody can pay with it from now on."""
    db.execute(update(tables.cards).where(tables.cards.c.id == card.id).values(status=BLOCKED))
