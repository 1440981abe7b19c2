"""Traces of a person where nobody would look: in ids, in other people's calls, in freed pages, of strangers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, func, select, update

from tests.api.execution.ledger import ledger_tools, make_ledger, rows_of
from tests.api.retail.calls import ALEX, MARIA, Caller
from tests.api.security.test_erasure import alex_session, everything, guessed, repeat_note
from tests.storage.journals import fill, settled
from toolserver.administration import NoSuchCustomer, Whom, erase
from toolserver.app import create_app, utc_now
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.storage.database import Database
from toolserver.storage.outbox import queue_message
from toolserver.storage.tables import call_replays, outbox, tool_calls, verification_locks, verification_tries
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, tool
from toolserver.toolkit.models import Arguments, Result

ALEX_ID = "CUS-0001"
DIGITS = "2061351246"
NAMING = f"call-{DIGITS}-1"
STRANGER = "+12065550147"


class Promise(Arguments):
    """Nothing to say."""


@tool("promiseMessage", effect=Effect.WRITE)
async def promise_message(ctx: ToolContext, _arguments: Promise) -> Result:
    """Promise a message to somebody else."""

    def promise(db: Any) -> Result:
        queue_message(db, ctx, channel="sms", recipient="+14255550178", body="Hello Sam")
        return Result(say="Promised.")

    return await ctx.write(promise)


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A toolserver with the shop and tools that write."""
    make_ledger(database_url)
    tools = (*ledger_tools(), repeat_note, promise_message)
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
def service(client: TestClient) -> Caller:
    return Caller(client)


def test_arguments_of_somebody_elses_call_that_name_the_person_go(
    service: Caller, client: TestClient, database: Database
) -> None:
    session_id = alex_session(client, service)
    service.result("repeatNote", {"text": "tell Alex Johnson at (206) 135-1246"}, session_id=session_id)
    with database.engine.begin() as db:
        db.execute(update(tool_calls).values(answer=None))
    before = "alex johnson" in everything(database).replace("retail", "")
    erase(database, utc_now(), Whom(ALEX_ID))

    assert before
    assert "alex johnson" not in everything(database)


def test_a_call_of_long_ago_cannot_be_guessed_from_a_number(service: Caller, database: Database) -> None:
    service.result("lookupOrders", {"phoneNumber": ALEX["phone_number"]})
    with database.engine.begin() as db:
        db.execute(update(tool_calls).values(answer=None))
    before = guessed(database)
    erase(database, utc_now(), Whom(ALEX_ID))

    assert before == {"lookupOrders"}
    assert guessed(database) == set()


def test_a_call_id_that_names_the_person_is_replaced_wherever_it_stands(service: Caller, database: Database) -> None:
    for _ in range(2):
        service.result("promiseMessage", {}, call_id=NAMING)
    erase(database, utc_now(), Whom(ALEX_ID))

    assert DIGITS not in everything(database)
    with database.engine.connect() as db:
        (call_id,) = db.execute(select(tool_calls.c.call_id).where(tool_calls.c.tool == "promiseMessage")).scalars()
        assert db.execute(select(call_replays.c.replays).where(call_replays.c.call_id == call_id)).scalar_one() == 1
        assert db.execute(select(outbox.c.state).where(outbox.c.call_id == call_id)).scalar_one() == "waiting"


@pytest.mark.parametrize("tool_name", ["writeEntry", "lookupOrders"])
def test_a_call_whose_id_was_erased_is_refused_when_it_is_repeated(
    service: Caller, database: Database, database_url: str, tool_name: str
) -> None:
    arguments = {} if tool_name == "writeEntry" else {"phoneNumber": ALEX["phone_number"]}
    service.result(tool_name, arguments, call_id=NAMING)
    rows = rows_of(database_url)
    erase(database, utc_now(), Whom(ALEX_ID))

    for _ in range(2):
        assert service.error(tool_name, arguments, call_id=NAMING) == (409, "call_id_reused")
    assert rows_of(database_url) == rows


def test_a_session_whose_call_ids_name_the_person_is_ended(
    service: Caller, client: TestClient, database: Database
) -> None:
    session_id = alex_session(client, service)
    service.result("repeatNote", {"text": "hello"}, session_id=session_id, call_id=NAMING)
    erase(database, utc_now(), Whom(ALEX_ID))

    assert service.error("repeatNote", {"text": "hello"}, session_id=session_id, call_id=NAMING) == (404, "not_found")
    assert DIGITS not in everything(database)


def test_who_is_no_customer_is_erased_by_their_number(client: TestClient, database: Database) -> None:
    caller = Caller.in_session(client)
    caller.error("authenticate_user_information", ALEX | {"phone_number": STRANGER})
    with database.engine.connect() as db:
        known = [db.execute(select(func.count()).select_from(each)).scalar_one() for each in IDENTITIES]
    line = erase(database, utc_now(), Whom("(206) 555-0147", "customerServiceRetail"))

    assert known == [1, 1]
    assert "1 verification tries" in line
    assert STRANGER[2:] not in everything(database)


IDENTITIES = (verification_tries, verification_locks)


def test_a_customer_is_erased_by_their_number(client: TestClient, database: Database) -> None:
    assert "1 customers" in erase(database, utc_now(), Whom(ALEX["phone_number"]))
    assert "johnson" not in everything(database)


@pytest.mark.parametrize("who", ["CUS-9", "nobody", STRANGER])
def test_who_is_unknown_is_said_to_be(client: TestClient, database: Database, who: str) -> None:
    with pytest.raises(NoSuchCustomer, match=re.escape(repr(who))):
        erase(database, utc_now(), Whom(who))


class _Interruption(Exception):
    pass


@pytest.mark.parametrize("after", [1, 4, 9, 14])
def test_an_erasure_that_was_interrupted_is_finished_by_the_next(
    service: Caller, client: TestClient, database: Database, after: int
) -> None:
    caller = Caller.in_session(client)
    caller.verify(ALEX)
    caller.result("lookupOrders", {"phoneNumber": ALEX["phone_number"]})
    service.result("promiseMessage", {}, call_id=NAMING)
    service.result("end_call", {"reason": "ALEX JOHNSON said goodbye"})
    with _interrupted(database.engine, after), pytest.raises(_Interruption):
        erase(database, utc_now(), Whom(ALEX_ID))
    erase(database, utc_now(), Whom(ALEX_ID))

    text = everything(database)
    assert [each for each in ("johnson", DIGITS, "1988-03-14") if each in text] == []


class _interrupted:
    """The so-manieth statement that changes something fails."""

    def __init__(self, engine: Engine, after: int) -> None:
        self._engine, self._left = engine, after

    def __enter__(self) -> None:
        event.listen(self._engine, "before_cursor_execute", self._count)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._count)

    def _count(self, _db: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("UPDATE", "DELETE")):
            self._left -= 1
            if self._left < 0:
                raise _Interruption


def test_an_erasure_is_made_of_short_transactions(client: TestClient, database: Database) -> None:
    fill(database, [settled(number, utc_now(), 5) for number in range(2_000)])
    changed: list[int] = [0]
    event.listen(database.engine, "begin", lambda _db: changed.append(0))

    @event.listens_for(database.engine, "after_cursor_execute")
    def count(_db: object, cursor: Any, statement: str, *_: object) -> None:
        changed[-1] += cursor.rowcount if statement.startswith("UPDATE tool_calls") else 0

    line = erase(database, utc_now(), Whom(ALEX_ID))

    assert "2000 calls" in line
    assert max(changed) <= 500


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_freed_pages_and_the_write_ahead_log_tell_nothing(
    service: Caller, client: TestClient, database: Database, tmp_path: Path
) -> None:
    for _ in range(50):
        service.result("repeatNote", {"text": "Alex Johnson " * 150})
    before = _files(tmp_path)
    erase(database, utc_now(), Whom(ALEX_ID))

    assert b"Johnson" in before
    assert b"Johnson" not in _files(tmp_path)


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("frontdesk.db*")) if "shm" not in path.name)


def test_maria_is_left_alone(client: TestClient, database: Database) -> None:
    erase(database, utc_now(), Whom(ALEX["phone_number"]))
    maria = Caller.in_session(client)
    maria.verify(MARIA)

    assert maria.result("lookupOrders", {"phoneNumber": MARIA["phone_number"]})["orders"]
