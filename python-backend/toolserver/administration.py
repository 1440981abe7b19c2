"""What an operator does to the database from the command line; each answers the line to print."""

from datetime import datetime

from sqlalchemy import Connection

from toolserver.errors import FrontdeskError
from toolserver.storage import sessions, signing_keys
from toolserver.storage.erasure import erase_traces
from toolserver.tools import erase_customer, find_person


class NoSuchCustomer(FrontdeskError):
    """No customer has that id."""


def rotate_keys(db: Connection, now: datetime) -> str:
    """Make the next key of the session tokens."""
    key = signing_keys.rotate(db, now)
    starts = f"{key.signs_from:%H:%M:%S}"
    return f"key {key.number} signs from {starts} UTC; tokens of key {key.number - 1} stay good until they expire"


def end_sessions(db: Connection, now: datetime, customer_id: str) -> str:
    """End every session that verified this customer."""
    return f"{sessions.end_sessions_of(db, customer_id, now)} sessions of {customer_id} ended"


def erase(db: Connection, now: datetime, customer_id: str) -> str:
    """Erase one customer's personal data. Raises NoSuchCustomer."""
    person = find_person(db, customer_id)
    if person is None:
        raise NoSuchCustomer(f"there is no customer {customer_id!r}")
    erased = erase_traces(db, person, now) | erase_customer(db, customer_id)
    counts = ", ".join(f"{count} {kind}" for kind, count in erased.items())
    return f"{customer_id} erased: {counts}"
