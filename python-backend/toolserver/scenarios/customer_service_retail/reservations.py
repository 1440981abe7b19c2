"""The end of reservations: what nobody has paid for in time goes back into stock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select, update

from toolserver.scenarios.customer_service_retail import tables

RESERVED_FOR: Final = timedelta(hours=24)
RESERVED: Final = "reserved"
EXPIRED: Final = "expired"
_BATCH: Final = 100  # a short transaction: calls go on beside it


def expire_reservations(db: Connection, now: datetime) -> int:
    """End some of the reservations that are over by now, and say how many; none are left when it says 0."""
    mine = tables.checkouts.c
    over = select(mine.id).where(mine.state == RESERVED, mine.reserved_until <= now).order_by(mine.reserved_until)
    ids = db.execute(over.limit(_BATCH).with_for_update(skip_locked=True)).scalars().all()
    _put_back(db, ids)
    db.execute(update(tables.checkouts).where(mine.id.in_(ids)).values(state=EXPIRED))
    return len(ids)


def _put_back(db: Connection, checkout_ids: Sequence[str]) -> None:
    """Products in the order in which a checkout takes them."""
    items, products = tables.checkout_items.c, tables.products
    pieces = select(items.product_id, func.sum(items.quantity).label("pieces"))
    theirs = pieces.where(items.checkout_id.in_(checkout_ids)).group_by(items.product_id).order_by(items.product_id)
    for row in db.execute(theirs).all():
        back = update(products).where(products.c.id == row.product_id)
        db.execute(back.values(stock=products.c.stock + row.pieces))
