"""What an operator does to the database from the command line; each answers the line to print."""

from datetime import datetime

from sqlalchemy import Connection

from toolserver.errors import FrontdeskError
from toolserver.storage import sessions, signing_keys
from toolserver.storage.database import Database
from toolserver.storage.erasure import erase_traces
from toolserver.tools import erase_customer, find_person


class NoSuchCustomer(FrontdeskError):
    """Nobody is known by that."""


def rotate_keys(db: Connection, now: datetime) -> str:
    """Make the next key of the session tokens."""
    key = signing_keys.rotate(db, now)
    starts = f"{key.signs_from:%H:%M:%S}"
    return f"key {key.number} signs from {starts} UTC; tokens of key {key.number - 1} stay good until they expire"


def end_sessions(db: Connection, now: datetime, customer_id: str) -> str:
    """End every session that verified this customer. Raises NoSuchCustomer."""
    ended = sessions.end_sessions_of(db, customer_id, now)
    if not ended and find_person(db, customer_id) is None:
        raise NoSuchCustomer(f"there is no customer {customer_id!r}")
    return f"{ended} sessions of {customer_id} ended"


def erase(database: Database, now: datetime, who: str) -> str:
    """Erase the personal data of a customer, or of whoever has that phone number. Raises NoSuchCustomer."""
    with database.engine.begin() as db:
        person = find_person(db, who)
    if person is None:
        raise NoSuchCustomer(f"there is no customer {who!r}, and it is no phone number")
    erased = erase_traces(database.engine, person, now)
    if person.customer_id is not None:
        with database.engine.begin() as db:
            erased |= erase_customer(db, person.customer_id)
    elif not any(erased.values()):
        raise NoSuchCustomer(f"nobody is known by {who!r}: neither a customer, nor a trace of anybody else")
    counts = ", ".join(f"{count} {kind}" for kind, count in erased.items())
    return f"{who} erased: {counts}{_rest(database)}"


def _rest(database: Database) -> str:
    return "" if database.purge() else "; the write-ahead log is in use and still holds it: run the command again"
