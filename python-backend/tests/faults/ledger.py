"""A third party's tools (TOOLSERVER_TOOLS): a write that adds one row, and a lookup of a row that is always there."""

import asyncio
import time
from collections import Counter
from typing import Final, Literal

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select

from tests.faults.deaths import Moment, pass_by
from toolserver.errors import ToolFailed
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.models import Arguments, Result

TIMEOUT_S: Final = 1.0
OPENING: Final = "opening balance"
Ending = Literal["well", "failed", "failed_keeping", "crashed"]
_metadata = MetaData()
ledger = Table(
    "fault_ledger",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("call_id", String(200), nullable=False),  # not unique: a second effect must be able to show
)


class Posting(Arguments):
    """How long to take, and how to end."""

    ending: Ending = "well"
    takes_s: float = 0
    unit_takes_s: float = 0  # on a thread, where no timeout can end it


class Search(Arguments):
    """Which row to look for, and how long to take."""

    wanted: str = OPENING
    takes_s: float = 0


class Receipt(Result):
    """Another one each time the tool runs: only a stored answer can be the same twice."""

    receipt: str


def make_table(db: Connection) -> None:
    """The ledger with its opening row."""
    _metadata.create_all(db)
    db.execute(insert(ledger).values(call_id=OPENING))


def rows_by_call(db: Connection) -> Counter[str]:
    """How many rows each call_id has, without the opening one."""
    return Counter(db.execute(select(ledger.c.call_id).where(ledger.c.call_id != OPENING)).scalars())


@tool("postEntry", effect=Effect.WRITE, acts_elsewhere=False, timeout_s=TIMEOUT_S)
async def post_entry(ctx: ToolContext, arguments: Posting) -> Receipt:
    """Add one row."""
    await asyncio.sleep(arguments.takes_s)
    pass_by(Moment.DURING_TOOL, ctx.call_id)

    def post(db: Connection) -> Receipt:
        time.sleep(arguments.unit_takes_s)
        db.execute(insert(ledger).values(call_id=ctx.call_id))
        if arguments.ending == "crashed":
            raise RuntimeError("a defect of the tool")
        if arguments.ending != "well":
            raise ToolFailed("declined", say=new_id("NO"), keep_writes=arguments.ending == "failed_keeping")
        return Receipt(say="Posted.", receipt=new_id("RCP"))

    return await ctx.write(post)


@tool("findEntry", timeout_s=TIMEOUT_S)
async def find_entry(ctx: ToolContext, arguments: Search) -> Receipt:
    """Find a row."""
    await asyncio.sleep(arguments.takes_s)
    pass_by(Moment.DURING_TOOL, ctx.call_id)
    found = await ctx.read(
        lambda db: db.execute(select(ledger.c.id).where(ledger.c.call_id == arguments.wanted)).first()
    )
    if found is None:
        raise ToolFailed("not_found", say="There is no such entry.")
    return Receipt(say="Found.", receipt=new_id("RCP"))


def all_tools() -> tuple[Tool, ...]:
    """Both of them."""
    return (post_entry, find_entry)
