"""One customer is erased: no column of any table tells who they were, and nobody else's data is gone."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, insert, select, update

from tests.api.retail.calls import ALEX, MARIA, Caller
from toolserver.administration import NoSuchCustomer, Whom, end_sessions, erase
from toolserver.app import create_app, utc_now
from toolserver.calls.call import CallKeys
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.execution.arguments import digest, parse_arguments
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.storage.database import Database
from toolserver.storage.tables import metadata, outbox, server_secrets, sessions, tool_calls
from toolserver.toolkit.declaration import Tool, tool
from toolserver.toolkit.models import Arguments, Result

VERIFY = "authenticate_user_information"
PHONE = ALEX["phone_number"]
OF_ALEX = (
    "alex johnson",
    "2061351246",
    "206.135.1246",
    "4821",
    "7305",
    "1988-03-14",
    "quillwort",
    "larchmont",
    "zebulon",
)
ALEX_ID = "CUS-0001"


class Note(Arguments):
    """What to repeat."""

    text: str


@tool("repeatNote")
async def repeat_note(_ctx: object, arguments: Note) -> Result:
    """Say it again."""
    return Result(say=arguments.text)


def address(street: str) -> dict[str, Any]:
    return {"street": street, "city": "Seattle", "state": "WA", "postal_code": "98101"}


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A toolserver with the shop and a tool that repeats."""
    tools: tuple[Tool, ...] = (repeat_note,)
    app = create_app(Settings(database_url=database_url, openai_api_key=None), catalogue=EVERYTHING.with_tools(tools))
    with TestClient(app, base_url="http://127.0.0.1") as started:
        yield started


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database behind it."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def alex(client: TestClient) -> Caller:
    """A customer whose call left traces everywhere."""
    caller = Caller.in_session(client)
    caller.error(VERIFY, ALEX | {"last_4_digits": "0000"})
    caller.verify(ALEX)
    for street in ("77 Quillwort Lane", "5 Larchmont Road"):
        caller.result("save_or_update_address", {"phone_number": PHONE, "new_address": address(street)})
    caller.result("update_user_offer_response", {"phone": PHONE, "offer_id": "a-592", "user_response": "ACCEPTED"})
    caller.result("lookupOrders", {"phoneNumber": PHONE})
    returned(caller)
    caller.result("lookupNewSales", {"category": "boots"})
    caller.result("addToCart", {"item_id": "301"})
    caller.error("checkout", {"item_ids": ["301"], "phone_number": PHONE})
    return caller


def returned(caller: Caller) -> None:
    caller.result("retrievePolicy", {"region": "US", "itemCategory": "snowboard"})
    wish = {"userDesiredAction": "return my snowboard for a refund, says Zebulon", "orderId": "SNP-DEMO-1001"}
    story = "Unused, in its original packaging, I changed my mind."
    result = caller.result("checkEligibilityAndPossiblyInitiateReturn", {**wish, "question": story})
    assert result["message_queued"]


@pytest.fixture
def traces(client: TestClient, alex: Caller) -> Caller:
    """What services, and somebody who claimed to be Alex, left beside the customer's own call."""
    service, stranger, maria = Caller(client), Caller.in_session(client), Caller.in_session(client)
    stranger.error(VERIFY, ALEX | {"last_4_digits": "0001"})
    service.result("lookupOrders", {"phoneNumber": PHONE})
    service.result("save_or_update_address", {"phone_number": PHONE, "new_address": address("1 Larchmont Road")})
    service.result("save_or_update_address", {"phone_number": PHONE, "new_address": address("5 Larchmont Road")})
    service.result("transfer_to_human", {"reason": "a customer waits", "context": "at 206.135.1246, Zebulon"})
    service.result("end_call", {"reason": "ALEX JOHNSON said goodbye"})
    maria.verify(MARIA)
    maria.result("lookupOrders", {"phoneNumber": MARIA["phone_number"]})
    session_id = alex_session(client, service)
    service.result("repeatNote", {"text": "Alex Johnson, again"}, session_id=session_id)
    return service


def alex_session(client: TestClient, service: Caller) -> str:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["repeatNote"]}]}
    return str(client.post("/sessions", json=body).json()["session_id"])


def everything(database: Database) -> str:
    """Every column of every table, as text."""
    with database.engine.connect() as db:
        rows = {table.name: [list(row) for row in db.execute(select(table))] for table in metadata.sorted_tables}
    return json.dumps(rows, default=str).lower()


def named(database: Database) -> list[str]:
    text = everything(database)
    return [secret for secret in OF_ALEX if _stands_in(secret, text)]


def _stands_in(secret: str, text: str) -> bool:
    """Four digits may be part of any id, time or fingerprint, and do not count there."""
    if len(secret) > 4:
        return secret in text
    return re.search(rf"(?<!\w)(?<!\d\.){re.escape(secret)}(?!\w|\.\d)", text) is not None


def guesses(database: Database) -> dict[str, str]:
    """Fingerprints that somebody with the database, all keys in it, a phone number and patience would find."""
    tools = {each.name: each for each in customer_service_retail.tools}
    tried = [(VERIFY, ALEX | {"last_4_digits": digits}) for digits in ("4821", "0000", "0001")]
    calls = [("lookupOrders", {"phoneNumber": PHONE}), *tried]
    digests = {digest(tools[name], parse_arguments(tools[name], given)): name for name, given in calls}
    keys = [CallKeys(key) for key in (None, *stored_keys(database))]
    return {each.fingerprint(guess): name for guess, name in digests.items() for each in keys}


def stored_keys(database: Database) -> list[str]:
    """Whatever may be a key."""
    with database.engine.connect() as db:
        of_sessions = db.execute(select(sessions.c.fingerprint_key)).scalars().all()
        return [key for key in (*of_sessions, *db.execute(select(server_secrets.c.value)).scalars()) if key]


def guessed(database: Database) -> set[str]:
    """The calls whose fingerprints were guessed."""
    text = everything(database)
    return {name for guess, name in guesses(database).items() if guess in text}


def erased(database: Database, customer_id: str = ALEX_ID) -> str:
    return erase(database, utc_now(), Whom(customer_id))


def states(db: Connection) -> set[tuple[str, str, str]]:
    return {(row.state, row.recipient, row.body) for row in db.execute(select(outbox))}


def test_nothing_tells_who_the_customer_was(traces: Caller, database: Database) -> None:
    before, known = named(database), guessed(database)
    line = erased(database)

    assert (set(before), known) == (set(OF_ALEX), {VERIFY, "lookupOrders"})
    assert named(database) == []
    assert guessed(database) == set()
    assert "1 customers, 1 addresses, 1 answers to offers" in line
    assert "1 messages" in line


def test_others_keep_what_is_theirs(traces: Caller, database: Database, client: TestClient) -> None:
    erased(database)
    maria = Caller.in_session(client)
    maria.verify(MARIA)

    assert "maria garcia" in everything(database)
    assert maria.result("lookupOrders", {"phoneNumber": MARIA["phone_number"]})["orders"]


def test_calls_stay_counted(traces: Caller, database: Database, client: TestClient) -> None:
    def counted() -> object:
        tools = client.get("/analytics").json()["tools"]
        return [{name: each.get(name) for name in ("tool", "calls", "succeeded", "failures")} for each in tools]

    before = counted()
    erased(database)

    assert counted() == before


def test_what_was_bought_stays_without_the_person(traces: Caller, database: Database) -> None:
    erased(database)

    assert "snp-demo-1001" in everything(database)


def test_the_customer_can_neither_go_on_nor_come_back(
    traces: Caller, alex: Caller, database: Database, client: TestClient
) -> None:
    erased(database)

    assert alex.error("lookupOrders", {"phoneNumber": PHONE}) == (401, "unauthenticated")
    assert Caller.in_session(client).error(VERIFY, ALEX) == (200, "verification_failed")
    assert traces.error("lookupOrders", {"phoneNumber": PHONE}) == (200, "not_found")


def test_a_message_that_waits_is_cancelled(traces: Caller, database: Database) -> None:
    erased(database)

    with database.engine.connect() as db:
        assert states(db) == {("cancelled", "", "")}


def test_another_customers_message_of_a_call_with_the_same_id_still_waits(
    traces: Caller, database: Database, client: TestClient
) -> None:
    with database.engine.begin() as db:
        theirs = select(tool_calls.c.call_id).where(tool_calls.c.session_id.is_not(None)).limit(1)
        message = {"id": "MSG-1", "owner": "TS-OF-SAM", "call_id": db.execute(theirs).scalar_one()}
        row = {"channel": "sms", "recipient": "+14255550178", "body": "Hello Sam", "queued_at": utc_now()}
        db.execute(insert(outbox).values(message | row | {"state": "waiting"}))
    erased(database)

    with database.engine.connect() as db:
        assert ("waiting", "+14255550178", "Hello Sam") in states(db)


def test_a_message_that_was_delivered_stays_delivered(traces: Caller, database: Database) -> None:
    with database.engine.begin() as db:
        db.execute(update(outbox).values(state="delivered"))
    erased(database)

    with database.engine.connect() as db:
        assert states(db) == {("delivered", "", "")}


def test_twice_is_harmless(traces: Caller, database: Database) -> None:
    erased(database)
    again = erased(database)

    counts = [int(word) for word in again.split() if word.isdigit()]
    assert counts == [0] * len(counts)


def test_an_erased_call_is_not_answered_again(traces: Caller, database: Database) -> None:
    call = {"call_id": "call-of-a-service"}
    traces.result("lookupOrders", {"phoneNumber": PHONE}, **call)
    erased(database)

    assert traces.error("lookupOrders", {"phoneNumber": PHONE}, **call) == (409, "call_id_reused")


def test_a_call_that_runs_is_left_to_end(traces: Caller, database: Database) -> None:
    with database.engine.begin() as db:
        db.execute(update(tool_calls).where(tool_calls.c.tool == "retrievePolicy").values(outcome=None, answer=None))
    erased(database)

    with database.engine.connect() as db:
        running = select(tool_calls.c.fingerprint).where(tool_calls.c.outcome.is_(None))
        assert db.execute(running).scalar_one() != "erased"


def test_a_customer_that_nobody_is_cannot_be_erased(client: TestClient, database: Database) -> None:
    with pytest.raises(NoSuchCustomer, match="'CUS-9'"):
        erased(database, "CUS-9")


def test_all_sessions_of_a_customer_can_be_ended(alex: Caller, database: Database) -> None:
    with database.engine.begin() as db:
        line = end_sessions(db, utc_now(), Whom(ALEX_ID))

    assert line == "1 sessions of CUS-0001 ended"
    assert alex.error("lookupOrders", {"phoneNumber": PHONE}) == (401, "unauthenticated")
