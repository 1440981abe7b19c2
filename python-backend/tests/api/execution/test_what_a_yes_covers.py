"""A yes covers exactly what was asked: what has changed since then is asked about again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, insert

from tests.api.execution.conftest import Server, TurnedClock
from tests.api.execution.ledger import Empty, Written, count_rows, ledger, make_ledger
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.storage.database import Database
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.questions import Question


@dataclass
class Counter:
    """Tools that ask in the same words whatever they find; what they found stands in the facts alone."""

    database_url: str
    meanwhile: list[Callable[[], None]] = field(default_factory=list)  # what happens while the next tool runs
    sent: int = 0  # effects of the foreign tool

    def add_row(self) -> None:
        """Somebody else's entry."""
        database = Database(self.database_url)
        with database.engine.begin() as db:
            db.execute(insert(ledger).values(call_id="somebody", note="else"))
        database.close()

    def tools(self) -> tuple[Tool, ...]:
        """One that acts in our database, and one whose effect is elsewhere."""

        def ask(db: Connection, _ctx: ToolContext, _arguments: Empty) -> Question:
            return Question("Shall I?", {"rows": count_rows(db)})

        async def enter(ctx: ToolContext, arguments: Empty) -> Written:
            """Write one row."""
            while self.meanwhile:
                self.meanwhile.pop()()

            def write(db: Connection) -> Written:
                db.execute(insert(ledger).values(call_id=ctx.call_id, note="mine"))
                return Written(say="Written.", rows=count_rows(db))

            return await ctx.write(write)

        async def send(ctx: ToolContext, arguments: Empty) -> Written:
            """Have an effect elsewhere."""
            self.sent += 1
            return Written(say="Sent.", rows=self.sent)

        asking = tool("enter", effect=Effect.WRITE, confirm=ask)(enter)
        return asking, replace(tool("send", effect=Effect.WRITE, confirm=ask)(send), is_foreign=True)


@pytest.fixture
def counter(database_url: str) -> Counter:
    """Nothing is entered and nothing sent."""
    make_ledger(database_url)
    return Counter(database_url)


@pytest.fixture
def call(counter: Counter) -> Iterator[Server]:
    """A session that may use both tools."""
    settings = Settings(database_url=counter.database_url, openai_api_key=None)
    clock = TurnedClock()
    app = create_app(settings, catalogue=EVERYTHING.with_tools(counter.tools()), clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield Server(client, counter.database_url, clock).open_session("enter", "send")


def asked(call: Server, name: str, call_id: str, token: str | None = None) -> str:
    """The token of the question that the call ended in."""
    error = call.call(name, call_id=call_id, confirmation_token=token).json()["error"]
    assert error["code"] == "confirmation_required", error
    return str(error["confirmation_token"])


@pytest.mark.parametrize("name", ["enter", "send"])
def test_facts_that_changed_are_asked_about_again(call: Server, counter: Counter, name: str) -> None:
    token = asked(call, name, "ask")
    counter.add_row()
    second = asked(call, name, "yes", token)

    assert (call.rows(), counter.sent) == (1, 0)
    assert "result" in call.call(name, call_id="yes to that", confirmation_token=second).json()


@pytest.mark.parametrize("name", ["enter", "send"])
def test_facts_that_stayed_the_same_are_asked_about_once(call: Server, name: str) -> None:
    token = asked(call, name, "ask")

    assert "result" in call.call(name, call_id="yes", confirmation_token=token).json()


def test_facts_that_change_while_the_tool_runs_are_asked_about_again(call: Server, counter: Counter) -> None:
    token = asked(call, "enter", "ask")
    counter.meanwhile.append(counter.add_row)
    second = asked(call, "enter", "yes", token)

    assert call.rows() == 1
    assert asked(call, "enter", "yes", token) == second
    assert call.call("enter", call_id="yes to that", confirmation_token=second).json()["result"]["rows"] == 2


def test_a_yes_is_no_repetition_of_its_question(call: Server, counter: Counter) -> None:
    token = asked(call, "enter", "ask")
    for number in range(4):
        counter.add_row()
        token = asked(call, "enter", f"yes {number}", token)

    assert "result" in call.call("enter", call_id="yes", confirmation_token=token).json()
    again = [call.call("enter", call_id=f"again {number}", confirmation_token=token).json() for number in range(3)]
    assert again[-1]["error"]["code"] == "repeated_call"


def test_a_question_that_is_no_unit_is_refused_when_it_is_declared(counter: Counter) -> None:
    async def ask(_ctx: ToolContext, _arguments: Empty) -> str:
        return "Shall I?"

    with pytest.raises(ValueError, match="enter: confirm is a plain function"):
        tool("enter", effect=Effect.WRITE, confirm=ask)(counter.tools()[0].run)
