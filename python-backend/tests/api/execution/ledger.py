"""Tools made to be watched: what they write can be counted, and they fail as they are told."""

import asyncio
from typing import Literal

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, func, insert, select

from toolserver.errors import ToolFailed
from toolserver.storage.database import Database
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.questions import Question
from toolserver.toolkit.sensitive import Sensitive

_metadata = MetaData()
ledger = Table(
    "test_ledger",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("call_id", String(200), nullable=False),
    Column("note", String(100), nullable=False),
)


class Entry(Arguments):
    """What to write down, and how to end."""

    note: Sensitive[str] = "paid"
    ending: Literal["well", "failed", "failed_keeping", "crashed", "wrong_result"] = "well"
    takes_s: float = 0


class Written(Result):
    """How many rows there are now."""

    rows: int


class Empty(Arguments):
    """Nothing to say."""


def make_ledger(database_url: str) -> None:
    """The ledger's own table."""
    database = Database(database_url)
    with database.engine.begin() as db:
        _metadata.create_all(db)
    database.close()


def rows_of(database_url: str) -> int:
    """Rows that the watched tools have committed."""
    database = Database(database_url)
    with database.engine.connect() as db:
        rows = count_rows(db)
    database.close()
    return rows


def count_rows(db: Connection) -> int:
    """How many entries were ever committed."""
    return db.execute(select(func.count()).select_from(ledger)).scalar_one()


@tool("writeEntry", effect=Effect.WRITE, provides=("entry",), timeout_s=0.5)
async def write_entry(ctx: ToolContext, arguments: Entry) -> Written:
    """Write one row."""
    return await _write(ctx, arguments)


async def _write(ctx: ToolContext, arguments: Entry) -> Written:
    await asyncio.sleep(arguments.takes_s)

    def write(db: Connection) -> Written:
        db.execute(insert(ledger).values(call_id=ctx.call_id, note=arguments.note))
        match arguments.ending:
            case "failed" | "failed_keeping":
                keeps = arguments.ending == "failed_keeping"
                raise ToolFailed("declined", say="That was declined.", keep_writes=keeps)
            case "crashed":
                raise RuntimeError("the password is hunter2")
            case "wrong_result":
                return Written(say="Done.", rows=0).model_copy(update={"rows": "many"})
        return Written(say="Written.", rows=count_rows(db))

    return await ctx.write(write)


def ask_before_paying(db: Connection, _ctx: ToolContext, arguments: Entry) -> Question:
    """Asks, unless it was told to fail."""
    if arguments.ending == "crashed":
        raise RuntimeError("the password is hunter2")
    rows = count_rows(db)
    return Question(f"There are {rows} rows. You want to write {arguments.note}. Shall I?", {"rows": rows})


@tool("payEntry", effect=Effect.WRITE, confirm=ask_before_paying, timeout_s=0.5)
async def pay_entry(ctx: ToolContext, arguments: Entry) -> Written:
    """Write one row that the caller agreed to."""
    return await _write(ctx, arguments)


@tool("countEntries", requires=("entry",))
async def count_entries(ctx: ToolContext, _arguments: Empty) -> Written:
    """Count the rows."""
    rows = await ctx.read(count_rows)
    return Written(say=f"There are {rows}.", rows=rows)


@tool("ownEntries", access=Access.VERIFIED)
async def own_entries(ctx: ToolContext, _arguments: Empty) -> Written:
    """Count the rows of a verified customer."""
    ctx.own("CUS-OTHER")
    return Written(say="There are some.", rows=await ctx.read(count_rows))


def ledger_tools() -> tuple[Tool, ...]:
    """All of them."""
    return (write_entry, pay_entry, count_entries, own_entries)
