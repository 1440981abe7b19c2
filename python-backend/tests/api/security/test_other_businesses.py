"""The same id, number and session at two businesses: nobody is taken for somebody else, and erased with them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Table, select

from toolserver.administration import NoSuchCustomer, Whom, end_sessions, erase
from toolserver.app import create_app, utc_now
from toolserver.catalogue import Catalogue
from toolserver.config import Settings
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail as shop
from toolserver.storage import tables
from toolserver.storage.database import Database
from toolserver.storage.outbox import queue_message
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.person import Person
from toolserver.toolkit.scenario import People, Scenario
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.verifying import Claim, verify

PHONE: Final = "+12061351246"  # of a customer of the shop, and of the club
SHOP_LOGIN: Final = {
    "phone_number": PHONE,
    "last_4_digits": "7305",
    "last_4_digits_type": "ssn",
    "date_of_birth": "1988-03-14",
}


class Member:
    """The only one."""

    id = "CUS-0001"


class Login(Arguments):
    """A phone number and a password."""

    phone: Sensitive[str]
    password: Sensitive[str]


class About(Arguments):
    """Whom it is about."""

    member: str


@tool("club_login", effect=Effect.WRITE)
async def club_login(ctx: ToolContext, arguments: Login) -> Result:
    """Verify a member."""

    def log_in(db: Connection) -> Result:
        claimed = Claim(arguments.phone, {"password": arguments.password})
        verify(ctx, db, claimed=claimed, find=lambda _: Member(), matches=lambda _: {"password": "sesame"})
        queue_message(db, ctx, channel="sms", recipient=PHONE, body="Welcome to the club.")
        return Result(say="Welcome.")

    return await ctx.write(log_in)


@tool("club_card", access=Access.VERIFIED)
async def club_card(ctx: ToolContext, arguments: About) -> Result:
    """Show a member's card."""
    return Result(say=f"The card of {ctx.own(arguments.member)}.")


def _member(_db: Connection, who: str) -> Person | None:
    return Person("CUS-0001", frozenset({PHONE}), frozenset({"CUS-0001"})) if who in (PHONE, "CUS-0001") else None


club = Scenario("club", (club_login, club_card), people=People(_member, lambda _db, _id: {"members": 1}))
BOTH: Final = Catalogue((shop, club))


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A toolserver of both."""
    app = create_app(Settings(database_url=database_url, openai_api_key=None), catalogue=BOTH)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as started:
        yield started


@pytest.fixture
def database(client: TestClient, database_url: str) -> Iterator[Database]:
    """What the toolserver writes into."""
    opened = Database(database_url)
    yield opened
    opened.close()


def opened(client: TestClient, scenario: str, *tools: str) -> dict[str, str]:
    """A session's header."""
    body = {"scenario": scenario, "agents": [{"name": "a", "tools": list(tools)}]}
    return {"Authorization": f"Bearer {client.post('/sessions', json=body).json()['token']}"}


def answer(client: TestClient, headers: dict[str, str], name: str, arguments: dict[str, str], call_id: str) -> str:
    """The code of the error, or what is said."""
    body = {"tool_name": name, "arguments": arguments, "call_id": call_id}
    told = client.post("/execute-tool", json=body, headers=headers).json()
    return str(told["error"]["code"] if "error" in told else told["result"]["say"])


def rows(database: Database, table: Table) -> list[str]:
    """Everything that is stored there, as texts."""
    with database.engine.connect() as db:
        return [str(tuple(row)) for row in db.execute(select(table))]


def test_the_tools_of_one_business_are_not_the_others(client: TestClient) -> None:
    body = {"scenario": "club", "agents": [{"name": "a", "tools": ["club_card", "lookupOrders"]}]}
    missing = client.post("/sessions", json=body).json()["missing"]

    assert [(each["tool"], each["reason"]) for each in missing] == [
        ("lookupOrders", "lookupOrders is a tool of customerServiceRetail")
    ]


def test_a_customer_of_one_business_is_nobody_to_the_other(client: TestClient) -> None:
    """Whoever opens a session for no business of ours may grant what it likes: the customer is still one of one."""
    headers = opened(client, "both", "authenticate_user_information", "club_login", "club_card", "lookupOrders")
    card = {"member": "CUS-0001"}

    assert "verified" in answer(client, headers, "authenticate_user_information", SHOP_LOGIN, "1")
    assert answer(client, headers, "club_card", card, "2") == "verification_required"
    assert answer(client, headers, "club_login", {"phone": PHONE, "password": "sesame"}, "3") == "not_permitted"
    assert "I see" in answer(client, headers, "lookupOrders", {"phoneNumber": PHONE}, "4")


def test_wrong_guesses_at_one_business_are_none_at_the_other(client: TestClient) -> None:
    for session in range(3):
        headers = opened(client, "club", "club_login")
        for guess in range(4):
            answer(client, headers, "club_login", {"phone": PHONE, "password": f"{session} {guess}"}, f"{guess}")
    headers = opened(client, "club", "club_login")

    assert answer(client, headers, "club_login", {"phone": PHONE, "password": "sesame"}, "1") == "too_many_attempts"
    shoppers = opened(client, "customerServiceRetail", "authenticate_user_information")
    assert "verified" in answer(client, shoppers, "authenticate_user_information", SHOP_LOGIN, "1")


def test_an_erasure_leaves_the_other_business_what_it_knows(client: TestClient, database: Database) -> None:
    of_club, of_shop = opened(client, "club", "club_login"), opened(client, "customerServiceRetail", "lookupOrders")
    answer(client, of_club, "club_login", {"phone": PHONE, "password": "wrong"}, "1")
    answer(client, of_club, "club_login", {"phone": PHONE, "password": "sesame"}, "2")
    answer(client, {}, "lookupOrders", {"phoneNumber": PHONE}, "about CUS-0001")
    answer(client, of_shop, "lookupOrders", {"phoneNumber": PHONE}, "CUS-0001 asks")
    before = [text for table in (tables.outbox, tables.verification_tries) for text in rows(database, table)]
    said = erase(database, utc_now(), Whom("CUS-0001", "customerServiceRetail"), BOTH)

    assert "1 customers" in said and "members" not in said
    assert [text for table in (tables.outbox, tables.verification_tries) for text in rows(database, table)] == before
    assert not any("about CUS-0001" in text for text in rows(database, tables.tool_calls))
    with database.engine.begin() as db:
        assert end_sessions(db, utc_now(), Whom("CUS-0001", "club"), BOTH) == "1 sessions of CUS-0001 ended"
    erase(database, utc_now(), Whom(PHONE, "club"), BOTH)
    assert not any(PHONE in text for text in rows(database, tables.outbox))


def test_whoever_could_be_meant_at_two_businesses_is_asked_for(client: TestClient, database: Database) -> None:
    with pytest.raises(NoSuchCustomer, match="customerServiceRetail, club: say which with --scenario"):
        erase(database, utc_now(), Whom("CUS-0001"), BOTH)


def test_two_tools_of_one_name_stop_the_start_with_both_places(database_url: str) -> None:
    twice = Catalogue((shop, replace(club, tools=(replace(club_card, name="checkout"),))))

    with pytest.raises(Exception, match=r"'checkout': in .*checkout\.check_out and .*test_other_businesses\.club_card"):
        create_app(Settings(database_url=database_url, openai_api_key=None), catalogue=twice)
