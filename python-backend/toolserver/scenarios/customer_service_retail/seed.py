"""Writing the demo shop into an empty database, and keeping its fresh orders fresh."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.order_records import OrderStatus, ReturnStatus
from toolserver.scenarios.customer_service_retail.seed_data import (
    CUSTOMERS,
    FIXED_ORDERS,
    FRESH_ORDERS,
    PRODUCTS,
    FixedOrder,
    FreshOrder,
    SeedItem,
    return_id_of,
)

_TAX_AND_SHIPPING_PCT = 15  # as in the fixed orders


def seed_retail(db: Connection, now: datetime) -> None:
    """Fill empty tables."""
    db.execute(insert(tables.customers), [asdict(customer) for customer in CUSTOMERS])
    db.execute(insert(tables.products), [asdict(product) for product in PRODUCTS])
    for fixed in FIXED_ORDERS:
        _insert_fixed(db, fixed)
    for fresh in FRESH_ORDERS:
        _insert_fresh(db, fresh, now)


def redate_retail(db: Connection, now: datetime) -> None:
    """Date the fresh orders from today again, except those somebody has made a return for."""
    touched = _touched_order_ids(db)
    for order in FRESH_ORDERS:
        if order.order_id in touched:
            continue
        orders, returns = tables.orders, tables.returns
        db.execute(update(orders).where(orders.c.id == order.order_id).values(_dates(order, now)))
        if order.returned_days_ago is not None:
            made = _days_ago(now, order.returned_days_ago)
            db.execute(update(returns).where(returns.c.id == return_id_of(order)).values(created_at=made))


def _touched_order_ids(db: Connection) -> set[str]:
    seeded = [return_id_of(order) for order in FRESH_ORDERS]
    return set(db.execute(select(tables.returns.c.order_id).where(tables.returns.c.id.not_in(seeded))).scalars())


def _insert_fixed(db: Connection, order: FixedOrder) -> None:
    status = OrderStatus.IN_TRANSIT if order.delivered_at is None else OrderStatus.DELIVERED
    row = {
        "id": order.order_id,
        "customer_id": order.customer_id,
        "ordered_at": order.ordered_at,
        "delivered_at": order.delivered_at,
        "status": status,
        "subtotal_cents": _subtotal(order.items),
        "total_cents": order.total_cents,
    }
    db.execute(insert(tables.orders).values(row))
    _insert_items(db, order.order_id, order.items)


def _insert_fresh(db: Connection, order: FreshOrder, now: datetime) -> None:
    subtotal = _subtotal(order.items)
    row = {
        "id": order.order_id,
        "customer_id": order.customer_id,
        "status": order.status,
        "subtotal_cents": subtotal,
        "total_cents": subtotal * (100 + _TAX_AND_SHIPPING_PCT) // 100,
        **_dates(order, now),
    }
    db.execute(insert(tables.orders).values(row))
    _insert_items(db, order.order_id, order.items)
    if order.returned_days_ago is not None:
        _insert_return(db, order, _days_ago(now, order.returned_days_ago))


def _insert_items(db: Connection, order_id: str, items: Iterable[SeedItem]) -> None:
    db.execute(insert(tables.order_items), [{"order_id": order_id, **asdict(item)} for item in items])


def _insert_return(db: Connection, order: FreshOrder, made_at: datetime) -> None:
    row = {
        "id": return_id_of(order),
        "customer_id": order.customer_id,
        "order_id": order.order_id,
        "action": "refund",
        "reason": "change_of_mind",
        "terms": "full",
        "status": ReturnStatus.RETURNED,
        "next_steps": "Nothing is left to do.",
        "created_at": made_at,
    }
    db.execute(insert(tables.returns).values(row))
    item = {"return_id": return_id_of(order), "order_id": order.order_id, "item_id": order.items[0].item_id}
    db.execute(insert(tables.return_items).values(item))


def _dates(order: FreshOrder, now: datetime) -> dict[str, datetime | None]:
    delivered = order.delivered_days_ago
    return {
        "ordered_at": _days_ago(now, order.ordered_days_ago),
        "delivered_at": _days_ago(now, delivered) if delivered is not None else None,
    }


def _days_ago(now: datetime, days: int) -> datetime:
    return (now - timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)


def _subtotal(items: Iterable[SeedItem]) -> int:
    return sum(item.price_cents for item in items)
