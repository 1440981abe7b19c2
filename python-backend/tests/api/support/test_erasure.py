"""Erasing one customer of TechCo: nothing of theirs stays, and nobody else is touched."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.api.execution.conftest import TurnedClock
from tests.api.security.test_erasure import everything
from tests.api.support.calls import DOUBLE, JOHN, SARAH, Caller
from toolserver.administration import NoSuchCustomer, Whom, erase
from toolserver.scenarios.support import tables
from toolserver.storage.database import Database
from toolserver.storage.tables import metadata

SARAH_ID = "CUST-20417"
TRACES = ("sarah", "jones", "97205", "ord-2024-1187", "sub-6117", "chg-6117")


def busy(client: TestClient) -> Caller:
    """Sarah, who has seen everything and has a ticket."""
    caller = Caller.in_session(client)
    caller.verify(SARAH)
    for tool in ("get_customer_info", "get_order_history", "check_subscription_status"):
        caller.result(tool, {"email": SARAH["email"]})
    caller.result("create_support_ticket", {"email": SARAH["email"], **DOUBLE, "priority": "urgent"})
    caller.result("end_call", {"reason": "Sarah Jones said goodbye"})
    return caller


@pytest.mark.parametrize("who", [SARAH_ID, "Sarah.Jones@email.com"])
def test_nothing_of_an_erased_customer_stays(
    client: TestClient, database_url: str, clock: TurnedClock, who: str
) -> None:
    caller, database = busy(client), Database(database_url)
    others = _others(database)
    line = erase(database, clock(), Whom(who))
    kept, text = _others(database), everything(database)
    tickets = _rows(database, "support_tickets")
    database.close()

    assert [trace for trace in TRACES if trace in text] == []
    assert all(f"1 {kind}" in line for kind in ("customers", "orders", "subscriptions", "tickets"))
    assert "3 charges" in line and tickets == []
    assert kept == others
    assert caller.error("get_customer_info", {"email": SARAH["email"]})[0] == 401


def test_an_erased_customer_can_be_nobody_any_more(client: TestClient, database_url: str, clock: TurnedClock) -> None:
    database = Database(database_url)
    erase(database, clock(), Whom(SARAH_ID))
    database.close()

    assert Caller.in_session(client).error("verify_email_owner", SARAH) == (200, "verification_failed")
    Caller.in_session(client).verify(JOHN)


def test_erasing_twice_is_harmless(client: TestClient, database_url: str, clock: TurnedClock) -> None:
    database = Database(database_url)
    erase(database, clock(), Whom(SARAH_ID))
    again = erase(database, clock(), Whom(SARAH_ID))
    database.close()

    assert "0 customers, 0 charges, 0 orders, 0 subscriptions, 0 tickets" in again


def test_a_ticket_that_is_opened_meanwhile_is_erased_or_refused(
    client: TestClient, database_url: str, clock: TurnedClock
) -> None:
    callers, database = [busy(client) for _ in range(3)], Database(database_url)
    report = {"email": SARAH["email"], "issue_type": "other", "description": "Sarah wants a new invoice"}
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(caller.execute, "create_support_ticket", report) for caller in callers]
        erased = threads.submit(erase, database, clock(), Whom(SARAH_ID))
        answers = [each.result().status_code for each in asked]
    erased.result()
    tickets = _rows(database, "support_tickets")
    database.close()

    assert set(answers) <= {200, 401, 403}
    assert tickets == []


def test_who_tried_with_an_address_and_is_no_customer_is_erased_by_it(
    client: TestClient, database_url: str, clock: TurnedClock
) -> None:
    Caller.in_session(client).error("verify_email_owner", {"email": "eve@email.com", "postal_code": "97205"})
    database = Database(database_url)
    known = "eve@email.com" in everything(database)
    line = erase(database, clock(), Whom("Eve@email.com"))
    text = everything(database)
    database.close()

    assert known and "1 verification tries" in line
    assert "eve@email.com" not in text


def test_who_is_unknown_is_said_to_be(client: TestClient, database_url: str, clock: TurnedClock) -> None:
    database = Database(database_url)
    for who in ("CUST-00000", "nobody@email.com"):
        with pytest.raises(NoSuchCustomer):
            erase(database, clock(), Whom(who))
    database.close()


def _others(database: Database) -> list[object]:
    """Rows of other customers and of other businesses."""
    own = tables.customers.c
    with database.engine.connect() as db:
        customers = db.execute(select(tables.customers).where(own.id != SARAH_ID).order_by(own.id)).all()
        theirs = db.execute(select(tables.orders).where(tables.orders.c.customer_id != SARAH_ID)).all()
    elsewhere = [_rows(database, name) for name in sorted(metadata.tables) if name.startswith("retail_")]
    return [customers, theirs, elsewhere]


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.engine.connect() as db:
        return sorted((tuple(row) for row in db.execute(select(metadata.tables[table]))), key=str)
