"""What an operator does to the database from the command line; each answers the line to print."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from toolserver.catalogue import EVERYTHING, Catalogue
from toolserver.errors import FrontdeskError
from toolserver.storage import sessions, signing_keys
from toolserver.storage.call_erasure import Business
from toolserver.storage.database import Database
from toolserver.storage.erasure import erase_traces
from toolserver.toolkit.person import Person


class NoSuchCustomer(FrontdeskError):
    """Nobody is known by that, or several are."""


@dataclass(frozen=True)
class Whom:
    """A customer as the operator names them: by id, number or address, and by scenario where that is not enough."""

    who: str
    scenario: str | None = None


def rotate_keys(db: Connection, now: datetime) -> str:
    """Make the next key of the session tokens."""
    key = signing_keys.rotate(db, now)
    starts = f"{key.signs_from:%H:%M:%S}"
    return f"key {key.number} signs from {starts} UTC; tokens of key {key.number - 1} stay good until they expire"


def end_sessions(db: Connection, now: datetime, whom: Whom, catalogue: Catalogue = EVERYTHING) -> str:
    """End every session that verified this customer. Raises NoSuchCustomer."""
    scenario, person = _one(db, catalogue, whom)
    ended = sessions.end_sessions_of(db, scenario, str(person.customer_id), now)
    return f"{ended} sessions of {whom.who} ended"


def erase(database: Database, now: datetime, whom: Whom, catalogue: Catalogue = EVERYTHING) -> str:
    """Erase the personal data of a customer, or of whoever is reached by that. Raises NoSuchCustomer."""
    with database.engine.begin() as db:
        meant = _meant(db, catalogue, whom)
    erased = Counter[str]()
    for scenario, person in meant.items():
        erased.update(erase_traces(database.engine, _business(scenario, catalogue), person, now))
        if person.customer_id is not None:
            with database.engine.begin() as db:
                erased.update(catalogue.erase_customer(db, scenario, person.customer_id))
    if not any(person.customer_id for person in meant.values()) and not erased.total():
        raise NoSuchCustomer(f"nobody is known by {whom.who!r}: neither a customer, nor a trace of anybody else")
    counts = ", ".join(f"{count} {kind}" for kind, count in erased.items())
    return f"{whom.who} erased: {counts}{_rest(database)}"


def _one(db: Connection, catalogue: Catalogue, whom: Whom) -> tuple[str, Person]:
    """The customer of one scenario. Raises NoSuchCustomer."""
    scenario, person = next(iter(_meant(db, catalogue, whom).items()))
    if person.customer_id is None:
        raise NoSuchCustomer(f"there is no customer {whom.who!r}")
    return scenario, person


def _meant(db: Connection, catalogue: Catalogue, whom: Whom) -> dict[str, Person]:
    """A customer of one scenario, or else whoever is reached by that, whichever they called. Raises NoSuchCustomer."""
    found = catalogue.find_people(db, whom.who)
    if whom.scenario is not None:
        found = {key: person for key, person in found.items() if key == whom.scenario}
    customers = {key: person for key, person in found.items() if person.customer_id is not None}
    if len(customers) > 1:
        raise NoSuchCustomer(f"{whom.who!r} can be somebody in {', '.join(customers)}: say which with --scenario")
    if not found:
        raise NoSuchCustomer(f"there is no customer {whom.who!r}, and it is nothing that anybody is reached by")
    return customers or found


def _business(scenario: str, catalogue: Catalogue) -> Business:
    return Business(scenario, frozenset(catalogue.keys()) - {scenario})


def _rest(database: Database) -> str:
    return "" if database.purge() else "; the write-ahead log is in use and still holds it: run the command again"
