"""Carrying out an approval: the guard looks again, then one return is created and the customer told."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.customers import Customer, lock_customer
from toolserver.scenarios.customer_service_retail.eligibility.guard import Barrier, find_barrier
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    Judgement,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.upheld import uphold_approval
from toolserver.scenarios.customer_service_retail.eligibility.wording import barrier_sentence
from toolserver.scenarios.customer_service_retail.order_book import count_returns_in_last_year, load_orders
from toolserver.scenarios.customer_service_retail.order_records import Order, OrderItem, ReturnStatus
from toolserver.storage.outbox import queue_message
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.ids import new_spoken_id
from toolserver.toolkit.spoken import spoken_list

_EXCHANGE = re.compile(r"\b(?:exchang|replac|swap|another one|new one)", re.IGNORECASE)


@dataclass(frozen=True)
class Approved:
    """A return that exists now; `judgement` is the one it was just made by, with a message queued."""

    return_id: str
    items: tuple[OrderItem, ...]
    next_steps: str
    judgement: Judgement | None = None


@dataclass(frozen=True)
class NewReturn:
    """What is about to be written down."""

    order: Order
    items: tuple[OrderItem, ...]
    judgement: Judgement
    action: str


def approve(db: Connection, ctx: ToolContext, case: ReturnCase, claimed: Judgement) -> Approved | Judgement:
    """Create the return that was judged eligible, as far as words, orders and policy support it as they stand now."""
    customer = lock_customer(db, case.customer_id)
    orders = load_orders(db, customer.id)
    order = _find(orders, claimed.order_id)
    items = _items(order, claimed.item_ids)
    earlier = open_return(db, items) if len(items) == len(set(claimed.item_ids)) else None
    if earlier is not None:
        return earlier
    returns = count_returns_in_last_year(db, customer.id, case.now)
    judgement = uphold_approval(replace(case, orders=orders, returns_in_last_year=returns), claimed)
    if judgement.verdict is not Verdict.ELIGIBLE:
        return judgement
    reason = judgement.reason or Reason.CHANGE_OF_MIND  # the narrower window, when nobody said
    barrier = find_barrier(order, judgement.item_ids, reason, customer.id, ctx.clock())
    if barrier is not None or order is None:
        return _stopped(barrier or Barrier.NOT_OWN, items)
    action = "exchange" if wants_exchange(case) else "refund"
    return _create(db, ctx, customer, NewReturn(order, items, judgement, action))


def open_return(db: Connection, items: tuple[OrderItem, ...]) -> Approved | None:
    """The one return that already has all of these items and is still open."""
    ids = {item.return_id if item.return_status is ReturnStatus.OPEN else None for item in items}
    return_id = ids.pop() if len(ids) == 1 else None
    if return_id is None:
        return None
    steps = db.execute(select(tables.returns.c.next_steps).where(tables.returns.c.id == return_id)).scalar_one()
    return Approved(return_id, items, steps)


def wants_exchange(case: ReturnCase) -> bool:
    """Whether the customer asked for another one rather than for their money."""
    return _EXCHANGE.search(case.desired_action) is not None


def _stopped(barrier: Barrier, items: tuple[OrderItem, ...]) -> Judgement:
    """Without the ids that a judge named: they are nothing of the customer's, or nothing at all."""
    return Judgement(Verdict.NOT_ELIGIBLE, f"The policy forbids it: {barrier}.", barrier_sentence(barrier, items))


def _find(orders: tuple[Order, ...], order_id: str | None) -> Order | None:
    return next((order for order in orders if order.order_id == order_id), None)


def _items(order: Order | None, item_ids: tuple[str, ...]) -> tuple[OrderItem, ...]:
    found = [order.item(item_id) for item_id in dict.fromkeys(item_ids)] if order is not None else []
    return tuple(item for item in found if item is not None)


def _create(db: Connection, ctx: ToolContext, customer: Customer, new: NewReturn) -> Approved:
    return_id = new_spoken_id(db, tables.returns.c.id, "RMA")
    steps = _next_steps(new)
    db.execute(
        insert(tables.returns).values(
            id=return_id,
            customer_id=customer.id,
            order_id=new.order.order_id,
            action=new.action,
            reason=new.judgement.reason or Reason.CHANGE_OF_MIND,
            terms=new.judgement.terms,
            status=ReturnStatus.OPEN,
            next_steps=steps,
            created_at=ctx.clock(),
        )
    )
    order_id = new.order.order_id
    rows = [{"return_id": return_id, "order_id": order_id, "item_id": item.item_id} for item in new.items]
    db.execute(insert(tables.return_items), rows)
    names = spoken_list([item.name for item in new.items])
    body = f"Snowy Peak Boards: your return {return_id} for {names} is set up. {steps}"
    queue_message(db, ctx, channel="sms", recipient=customer.phone, body=body)
    return Approved(return_id, new.items, steps, new.judgement)


def _next_steps(new: NewReturn) -> str:
    """Only what the policy says; nothing here promises a label or a date."""
    pack = "Pack it with everything that came with it, and write the return number on the outside."
    return f"{pack} {_outcome(new)} {_shipping(new.judgement)}"


def _outcome(new: NewReturn) -> str:
    if new.action == "exchange":
        return "Once we have inspected it, we exchange it, if it is in stock, and otherwise refund it."
    refund = "Your refund goes to the original payment method within five business days of inspection."
    if new.judgement.terms is Terms.REDUCED:
        return f"Because it was used or damaged, a restocking fee or a partial refund applies. {refund}"
    return refund


def _shipping(judgement: Judgement) -> str:
    if judgement.reason is Reason.DEFECT:
        return "Because the fault is ours, shipping is refunded too."
    return "Shipping is not refunded."
