"""What a tool's own unit does wrong is its recorded crash, never an outage: an outage would be tried again for ever."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from tests.resilience.conftest import running
from tests.resilience.tools import Done, Reason
from toolserver.storage.database import Database
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool

DONE = Done(say="Done.")
_TABLES = (
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
)


def run(*statements: str) -> Callable[[Connection], Done]:
    """A unit that runs them one after the other."""

    def unit(db: Connection) -> Done:
        for each in statements:
            db.execute(text(each))
        return DONE

    return unit


def expect_a_row(db: Connection) -> Done:
    """A unit that is surprised by what it finds."""
    db.execute(text("SELECT id FROM parent")).one()
    return DONE


def go_on_regardless(db: Connection) -> Done:
    """A unit that swallows its error, after which PostgreSQL takes no more statements of the transaction."""
    with pytest.raises(IntegrityError):
        run("INSERT INTO parent VALUES (1)", "INSERT INTO parent VALUES (1)")(db)
    return run("SELECT id FROM nowhere")(db)


MISTAKES: dict[str, Callable[[Connection], Done]] = {
    "constraint": run("INSERT INTO parent VALUES (1)", "INSERT INTO parent VALUES (1)"),
    "constraint_at_the_commit": run("INSERT INTO child VALUES (99)"),
    "no_such_table": run("SELECT * FROM nowhere"),
    "no_sql": run("SELEKT 1"),
    "no_row": expect_a_row,
    "swallowed": go_on_regardless,
}


def writing(name: str, unit: Callable[[Connection], Done]) -> Tool:
    """A tool whose one write is that unit."""

    @tool(name, effect=Effect.WRITE)
    async def write(ctx: ToolContext, _arguments: Reason) -> Done:
        """Write."""
        return await ctx.write(unit)

    return write


@tool("read_no_row")
async def read_no_row(ctx: ToolContext, _arguments: Reason) -> Done:
    """Read."""
    return await ctx.read(expect_a_row)


@tool("taken", effect=Effect.WRITE)
async def taken(ctx: ToolContext, _arguments: Reason) -> Done:
    """Knows what to do about a broken constraint."""
    try:
        return await ctx.write(MISTAKES["constraint"])
    except IntegrityError:
        return Done(say="That number is taken.")


@pytest.fixture
def with_tables(database_url: str) -> str:
    """A database with the tables of these tools."""
    database = Database(database_url)
    with database.engine.begin() as db:
        run(*_TABLES)(db)
    database.close()
    return database_url


@pytest.mark.parametrize("name", [*MISTAKES, "read_no_row"])
def test_a_mistake_of_a_tool_is_its_crash_and_is_recorded(with_tables: str, name: str) -> None:
    tools = (read_no_row, *(writing(each, unit) for each, unit in MISTAKES.items()))
    with running(with_tables, *tools) as toolserver:
        first, again = (toolserver.call(name, call_id="call-1") for _ in range(2))

    assert (first.status_code, first.json()["error"]["code"]) == (200, "internal_error")
    assert again.json() == {**first.json(), "replayed": True, "took_ms": again.json()["took_ms"]}


def test_a_tool_may_catch_what_its_unit_raised(with_tables: str) -> None:
    with running(with_tables, taken) as toolserver:
        answer = toolserver.call("taken", call_id="call-1")

    assert answer.json()["result"]["say"] == "That number is taken."
