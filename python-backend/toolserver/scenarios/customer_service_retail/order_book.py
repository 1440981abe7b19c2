"""Reading orders with their items and what has already come back."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, and_, func, select

from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.order_records import (
    Category,
    Order,
    OrderItem,
    OrderStatus,
    ReturnStatus,
)


def load_orders(db: Connection, customer_id: str) -> tuple[Order, ...]:
    """All orders of one customer, newest first."""
    table = tables.orders
    query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.ordered_at.desc(), table.c.id)
    rows = db.execute(query).mappings().all()
    items = _load_items(db, [row["id"] for row in rows])
    return tuple(_order(row, items[row["id"]]) for row in rows)


def owner_of(db: Connection, order_id: str) -> str | None:
    """The customer whose order it is."""
    return db.execute(select(tables.orders.c.customer_id).where(tables.orders.c.id == order_id)).scalar_one_or_none()


def count_returns_in_last_year(db: Connection, customer_id: str, now: datetime) -> int:
    """How many returns this customer made in the 365 days before now."""
    mine, since = tables.returns.c, now - timedelta(days=365)
    query = select(func.count()).select_from(tables.returns)
    return db.execute(query.where(mine.customer_id == customer_id, mine.created_at >= since)).scalar_one()


def _load_items(db: Connection, order_ids: list[str]) -> defaultdict[str, list[OrderItem]]:
    bought, back, made = tables.order_items, tables.return_items, tables.returns
    same_item = and_(back.c.order_id == bought.c.order_id, back.c.item_id == bought.c.item_id)
    query = (
        select(bought, made.c.id.label("return_id"), made.c.status.label("return_status"))
        .select_from(bought.outerjoin(back, same_item).outerjoin(made, made.c.id == back.c.return_id))
        .where(bought.c.order_id.in_(order_ids))
        .order_by(bought.c.order_id, bought.c.price_cents.desc(), bought.c.item_id)
    )
    items: defaultdict[str, list[OrderItem]] = defaultdict(list)
    for row in db.execute(query).mappings():
        items[row["order_id"]].append(_item(row))
    return items


def _item(row: RowMapping) -> OrderItem:
    status = row["return_status"]
    return OrderItem(
        item_id=row["item_id"],
        name=row["name"],
        category=Category(row["category"]),
        price_cents=row["price_cents"],
        return_status=ReturnStatus(status) if status is not None else None,
        return_id=row["return_id"],
    )


def _order(row: RowMapping, items: list[OrderItem]) -> Order:
    return Order(
        order_id=row["id"],
        customer_id=row["customer_id"],
        ordered_at=row["ordered_at"],
        delivered_at=row["delivered_at"],
        status=OrderStatus(row["status"]),
        subtotal_cents=row["subtotal_cents"],
        total_cents=row["total_cents"],
        items=tuple(items),
    )
