"""Reading a subscription with its charges, and finding an amount that was charged again on the same day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, select

from toolserver.scenarios.support import tables

_RECENT: Final = timedelta(days=60)
SubscriptionState = Literal["active", "cancelled", "past_due", "trial"]


@dataclass(frozen=True)
class Charge:
    """One charge."""

    charged_on: date
    amount_cents: int
    description: str


@dataclass(frozen=True)
class Ledger:
    """A subscription, and its charges of the last 60 days, newest first."""

    subscription_id: str
    plan: str
    status: SubscriptionState
    amount_cents: int
    next_billing_on: date | None
    last_payment_on: date | None
    recent: tuple[Charge, ...]


def load_ledger(db: Connection, customer_id: str, today: date) -> Ledger | None:
    """The customer's subscription; None when there is none."""
    table = tables.subscriptions
    row = db.execute(select(table).where(table.c.customer_id == customer_id)).one_or_none()
    if row is None:
        return None
    charges = _load_charges(db, row.id)
    return Ledger(
        subscription_id=row.id,
        plan=row.plan,
        status=row.status,
        amount_cents=row.amount_cents,
        next_billing_on=row.next_billing_on,
        last_payment_on=charges[0].charged_on if charges else None,
        recent=tuple(charge for charge in charges if charge.charged_on > today - _RECENT),
    )


def repeated(charges: Sequence[Charge]) -> tuple[Charge, int] | None:
    """The first charge whose amount was charged more than once that day, and how many times."""
    counted = Counter((charge.charged_on, charge.amount_cents) for charge in charges)
    return next(
        ((each, count) for each in charges if (count := counted[each.charged_on, each.amount_cents]) > 1),
        None,
    )


def _load_charges(db: Connection, subscription_id: str) -> list[Charge]:
    table = tables.charges
    mine = select(table).where(table.c.subscription_id == subscription_id)
    rows = db.execute(mine.order_by(table.c.charged_on.desc(), table.c.id))
    return [Charge(row.charged_on, row.amount_cents, row.description) for row in rows]
