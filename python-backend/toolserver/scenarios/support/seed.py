"""Writing the demo customers into an empty database, and keeping their dates fresh."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from toolserver.scenarios.support import tables
from toolserver.scenarios.support.days import before_business_days, today
from toolserver.scenarios.support.seed_data import CUSTOMERS, ORDERS, SUBSCRIPTIONS, SeedOrder, SeedSubscription


def seed_support(db: Connection, now: datetime) -> None:
    """Fill empty tables."""
    db.execute(insert(tables.customers), [asdict(customer) for customer in CUSTOMERS])
    for order in ORDERS:
        _insert_order(db, order, today(now))
    for subscription in SUBSCRIPTIONS:
        _insert_subscription(db, subscription, today(now))


def redate_support(db: Connection, now: datetime) -> None:
    """Date everything from today again, except what is of somebody who has a ticket about it."""
    touched, day = set(db.execute(select(tables.tickets.c.customer_id)).scalars()), today(now)
    for order in ORDERS:
        if order.customer_id not in touched:
            db.execute(update(tables.orders).where(tables.orders.c.id == order.id).values(_order_dates(order, day)))
    for subscription in SUBSCRIPTIONS:
        if subscription.customer_id not in touched:
            _redate_subscription(db, subscription, day)


def _insert_order(db: Connection, order: SeedOrder, day: date) -> None:
    row = {
        "id": order.id,
        "customer_id": order.customer_id,
        "status": order.status,
        "total_cents": sum(item.price_cents * item.quantity for item in order.items),
        "promised_from_days": order.promised_from_days,
        "promised_to_days": order.promised_to_days,
    }
    db.execute(insert(tables.orders).values(row | _order_dates(order, day)))
    db.execute(insert(tables.order_items), [{"order_id": order.id, **asdict(item)} for item in order.items])


def _insert_subscription(db: Connection, subscription: SeedSubscription, day: date) -> None:
    row = {
        "id": subscription.id,
        "customer_id": subscription.customer_id,
        "plan": subscription.plan,
        "status": subscription.status,
        "amount_cents": subscription.amount_cents,
        "next_billing_on": _next_billing(subscription, day),
    }
    db.execute(insert(tables.subscriptions).values(row))
    charge = {
        "subscription_id": subscription.id,
        "amount_cents": subscription.amount_cents,
        "description": f"{subscription.plan} plan, monthly",
    }
    for charge_id, charged_on in _charges(subscription, day).items():
        db.execute(insert(tables.charges).values(charge | {"id": charge_id, "charged_on": charged_on}))


def _redate_subscription(db: Connection, subscription: SeedSubscription, day: date) -> None:
    subscriptions, charges = tables.subscriptions, tables.charges
    due = _next_billing(subscription, day)
    db.execute(update(subscriptions).where(subscriptions.c.id == subscription.id).values(next_billing_on=due))
    for charge_id, charged_on in _charges(subscription, day).items():
        db.execute(update(charges).where(charges.c.id == charge_id).values(charged_on=charged_on))


def _order_dates(order: SeedOrder, day: date) -> dict[str, date | None]:
    return {
        "ordered_on": _ago(day, order.ordered_days_ago),
        "shipped_on": _shipped_on(order, day),
        "delivered_on": _ago(day, order.delivered_days_ago),
    }


def _shipped_on(order: SeedOrder, day: date) -> date | None:
    if order.shipped_business_days_ago is not None:
        return before_business_days(day, order.shipped_business_days_ago)
    return _ago(day, order.shipped_days_ago)


def _next_billing(subscription: SeedSubscription, day: date) -> date | None:
    days = subscription.next_billing_in_days
    return None if days is None else day + timedelta(days=days)


def _charges(subscription: SeedSubscription, day: date) -> dict[str, date]:
    """When each was made, by its id."""
    ago = enumerate(subscription.charged_days_ago, start=1)
    return {subscription.charge_id(number): day - timedelta(days=days) for number, days in ago}


def _ago(day: date, days: int | None) -> date | None:
    return None if days is None else day - timedelta(days=days)
