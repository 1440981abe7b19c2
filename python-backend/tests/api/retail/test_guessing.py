"""Guessing who somebody is gets nowhere, and locks nobody out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from tests.api.execution.conftest import TurnedClock
from tests.api.retail.calls import ALEX, MARIA, Caller
from toolserver.administration import Whom, erase
from toolserver.app import create_app
from toolserver.config import Settings
from toolserver.storage import tables
from toolserver.storage.database import Database

VERIFY = "authenticate_user_information"
OTHER = {"other_last_4_digits": "7305"}  # of Alex's social security number
NOBODY = ALEX | {"phone_number": "(206) 555-0100"}
SAYS = "To be sure that it's you, please also tell me the last four digits of your {}. Or I can get a person for you."


@pytest.fixture
def clock() -> TurnedClock:
    """Stands still until a test moves it."""
    return TurnedClock()


@pytest.fixture
def client(database_url: str, clock: TurnedClock) -> Iterator[TestClient]:
    """A started toolserver with demo data and without a key."""
    settings = Settings(database_url=database_url, openai_api_key=None, toolserver_api_key=None)
    app = create_app(settings, clock=clock)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as started:
        yield started


def guess(caller: Caller, number: int, details: dict[str, str] = ALEX) -> str:
    """The code that a wrong guess is answered with."""
    return caller.error(VERIFY, details | {"last_4_digits": f"{number:04}"})[1]


def guess_ten_times(client: TestClient, details: dict[str, str] = ALEX) -> None:
    """What somebody does from two sessions."""
    for session in range(2):
        caller = Caller.in_session(client)
        codes = {guess(caller, session * 5 + number, details) for number in range(5)}
        assert codes == {"verification_failed"}


def failure(caller: Caller, details: dict[str, str]) -> dict[str, Any]:
    """The error object."""
    error: dict[str, Any] = caller.execute(VERIFY, details).json()["error"]
    return error


def test_ten_wrong_guesses_do_not_lock_the_customer_out(client: TestClient) -> None:
    guess_ten_times(client)
    customer = Caller.in_session(client)

    assert failure(customer, ALEX)["say"] == SAYS.format("social security number")
    assert customer.result(VERIFY, ALEX | OTHER)["customer_name"] == "Alex Johnson"
    assert Caller.in_session(client).result(VERIFY, MARIA)["success"] is True


def test_the_second_fact_is_the_other_one(client: TestClient) -> None:
    guess_ten_times(client)
    by_ssn = ALEX | {"last_4_digits": "7305", "last_4_digits_type": "ssn"}
    customer = Caller.in_session(client)

    assert failure(customer, by_ssn)["say"] == SAYS.format("credit card")
    assert customer.result(VERIFY, by_ssn | {"other_last_4_digits": "4821"})["success"] is True


def test_of_parallel_guesses_over_all_sessions_ten_are_looked_at(client: TestClient) -> None:
    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(lambda number: guess(Caller.in_session(client), number), range(16)))

    assert (codes.count("verification_failed"), codes.count("second_fact_needed")) == (10, 6)


def test_who_asks_learns_neither_whether_the_details_were_right_nor_who_is_a_customer(client: TestClient) -> None:
    guess_ten_times(client)
    guess_ten_times(client, NOBODY)
    right, wrong = (
        failure(Caller.in_session(client), ALEX),
        failure(Caller.in_session(client), ALEX | {"last_4_digits": "0000"}),
    )
    unknown = failure(Caller.in_session(client), NOBODY)
    second = [failure(Caller.in_session(client), each | OTHER) for each in (ALEX | {"last_4_digits": "0000"}, NOBODY)]

    assert right == wrong == unknown
    assert second[0] == second[1]
    assert (right["code"], second[0]["code"]) == ("second_fact_needed", "verification_failed")


@pytest.mark.parametrize("wrong", [{"last_4_digits": "0000"}, {"other_last_4_digits": "0000"}])
@pytest.mark.parametrize("after", [0, 10])
def test_each_fact_that_was_said_must_be_right(client: TestClient, wrong: dict[str, str], after: int) -> None:
    if after:
        guess_ten_times(client)

    assert Caller.in_session(client).error(VERIFY, ALEX | OTHER | wrong) == (200, "verification_failed")


def test_a_session_has_five_tries_with_the_second_fact_too(client: TestClient) -> None:
    guess_ten_times(client)
    caller = Caller.in_session(client)
    codes = [guess(caller, number, ALEX | OTHER) for number in range(5)]

    assert codes == ["verification_failed"] * 5
    assert failure(caller, ALEX | OTHER)["code"] == "too_many_attempts"
    assert "I can get a person for you" in failure(caller, ALEX | OTHER | {"last_4_digits_type": "ssn"})["say"]


def test_an_identity_is_as_before_a_day_later(client: TestClient, clock: TurnedClock) -> None:
    guess_ten_times(client)
    clock.move(hours=24)

    assert Caller.in_session(client).result(VERIFY, ALEX)["success"] is True


def test_guessing_both_facts_is_bounded_too(client: TestClient, clock: TurnedClock, database_url: str) -> None:
    database = Database(database_url)
    tried = {"scenario": "customerServiceRetail", "identity": "+12061351246", "tried_at": clock()}
    with database.engine.begin() as db:
        db.execute(insert(tables.verification_tries), [{"id": f"TRY-{number}", **tried} for number in range(1000)])
    database.close()

    assert failure(Caller.in_session(client), ALEX | OTHER)["code"] == "too_many_attempts"


def test_a_service_outside_sessions_is_asked_for_more_too(client: TestClient) -> None:
    service = Caller(client)
    codes = [guess(service, number) for number in range(11)]

    assert codes == ["verification_failed"] * 10 + ["second_fact_needed"]


def numbers(count: int) -> list[dict[str, str]]:
    """Details of so many people."""
    return [ALEX | {"phone_number": f"(206) 555-{1000 + number}"} for number in range(count)]


def test_a_client_has_twenty_tries_an_hour_over_all_its_sessions(client: TestClient, clock: TurnedClock) -> None:
    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(lambda who: guess(Caller.in_session(client, of="a"), 0, who), numbers(26)))

    assert (codes.count("verification_failed"), codes.count("too_many_attempts")) == (20, 6)
    assert failure(Caller.in_session(client, of="a"), MARIA)["code"] == "too_many_attempts"
    assert Caller.in_session(client, of="b").result(VERIFY, MARIA)["success"] is True
    clock.move(hours=1)
    assert Caller.in_session(client, of="a").result(VERIFY, MARIA)["success"] is True


def test_who_is_verified_has_tried_nothing(client: TestClient) -> None:
    for _ in range(21):
        assert Caller.in_session(client, of="a").result(VERIFY, MARIA)["success"] is True


def test_of_a_client_only_a_keyed_hash_is_stored(client: TestClient, database_url: str) -> None:
    guess(Caller.in_session(client, of="192.0.2.7"), 0)
    guess(Caller.in_session(client, of="192.0.2.7"), 1)
    database = Database(database_url)
    with database.engine.connect() as db:
        stored = [*db.execute(select(tables.sessions.c.client)).scalars()]
        stored += db.execute(select(tables.verification_tries.c.client)).scalars()
        locks = db.execute(select(tables.verification_locks.c.identity)).scalars().all()
    database.close()

    assert len(stored) == 4 and len(set(stored)) == 1 and len(str(stored[0])) == 64
    assert "192.0.2.7" not in f"{stored} {locks}"


def test_from_where_an_erased_customer_called_is_forgotten(
    client: TestClient, clock: TurnedClock, database_url: str
) -> None:
    Caller.in_session(client, of="192.0.2.7").verify()
    database = Database(database_url)
    erase(database, clock(), Whom("CUS-0001"))
    with database.engine.connect() as db:
        stored = db.execute(select(tables.sessions.c.client)).scalars().all()
    database.close()

    assert stored == [None]


@pytest.mark.parametrize("named", ["", "x" * 101, 7, "a\u0000b"])
def test_a_client_is_a_short_text(client: TestClient, named: object) -> None:
    agents = [{"name": "authentication", "tools": [VERIFY]}]
    opened = client.post("/sessions", json={"scenario": "shop", "agents": agents, "client": named})

    assert opened.status_code in (400, 422)
