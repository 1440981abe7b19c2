"""Desks of TechCo Support, on any day."""

from datetime import date, datetime, time

from toolserver.scenarios.support.days import ZONE
from toolserver.scenarios.support.scenario import support
from toolserver.testing import Desk, FrozenClock

EMAILS = {
    "CUST-20417": "sarah.jones@email.com",
    "CUST-20688": "john.smith@email.com",
    "CUST-19342": "jane.smith@acme.com",
    "CUST-21053": "mary.wilson@email.com",
    "CUST-12345": "john.doe@example.com",
    "CUST-18871": "bob.lee@acme.com",
    "CUST-20930": "luis.ortega@example.com",
}
SARAH, JOHN, JANE, MARY, DOE, BOB, LUIS = EMAILS


def noon(day: date) -> datetime:
    """At the business's place."""
    return datetime.combine(day, time(12), ZONE)


def desk_of(customer_id: str | None = None, day: date | None = None) -> Desk:
    """Seeded on that day; with a caller whom it has verified, if one is named."""
    clock = FrozenClock() if day is None else FrozenClock(noon(day))
    return Desk(support, customer_id=customer_id, clock=clock)
