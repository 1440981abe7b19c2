"""Tickets over HTTP: two requests for one issue never make two."""

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from tests.api.execution.conftest import TurnedClock
from tests.api.support.calls import DOUBLE, SARAH, Caller
from toolserver.scenarios.support.tables import tickets
from toolserver.storage.database import Database
from toolserver.storage.tables import outbox

TICKET = "create_support_ticket"
REPORT = {"email": SARAH["email"], **DOUBLE}


def verified(client: TestClient) -> Caller:
    """A session of Sarah's."""
    caller = Caller.in_session(client)
    caller.verify(SARAH)
    return caller


def counted(database_url: str) -> tuple[int, int]:
    """Tickets, and messages to the team."""
    database = Database(database_url)
    with database.engine.connect() as db:
        found = [db.execute(select(func.count()).select_from(table)).scalar_one() for table in (tickets, outbox)]
    database.close()
    return found[0], found[1]


def test_of_many_sessions_at_once_one_opens_the_ticket_and_all_hear_its_number(
    client: TestClient, database_url: str
) -> None:
    callers = [verified(client) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda caller: caller.result(TICKET, REPORT | {"priority": "urgent"}), callers))

    assert len({each["ticket_id"] for each in made}) == 1
    assert all(each["ticket_id"] in each["say"] for each in made)
    assert [each["team_alerted"] for each in made].count(True) == 1
    assert counted(database_url) == (1, 1)


def test_the_number_is_told_again_in_this_call_and_in_the_next(client: TestClient, clock: TurnedClock) -> None:
    caller = verified(client)
    number = caller.result(TICKET, REPORT)["ticket_id"]
    clock.move(minutes=5)
    again = caller.result(TICKET, REPORT | {"description": "Customer was charged twice, 49.99 each"})
    clock.move(days=2)
    later = verified(client).result(TICKET, REPORT)

    assert again["ticket_id"] == later["ticket_id"] == number
    assert number in again["say"] and number in later["say"]
