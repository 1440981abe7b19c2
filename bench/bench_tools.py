"""A read and a write as small as tools get, so that what is measured is the cost of a call and not of a tool."""

from sqlalchemy import Connection, insert, select
from toolserver.scenarios.customer_service_retail.tables import products
from toolserver.storage.tables import call_endings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.models import Arguments, Result


class Product(Arguments):
    """Which product."""

    product_id: str


class Found(Result):
    """Its name."""

    name: str


class Note(Arguments):
    """What to write."""

    text: str


class Written(Result):
    """The row that was written."""

    row_id: str


@tool("bench_read")
async def bench_read(ctx: ToolContext, arguments: Product) -> Found:
    """Find one row by its key."""

    def find(db: Connection) -> str:
        return str(db.execute(select(products.c.name).where(products.c.id == arguments.product_id)).scalar_one())

    name = await ctx.read(find)
    return Found(say=f"That is {name}.", name=name)


@tool("bench_write", effect=Effect.WRITE)
async def bench_write(ctx: ToolContext, arguments: Note) -> Written:
    """Write one row."""

    def write(db: Connection) -> Written:
        row_id = new_id("BNC")
        db.execute(insert(call_endings).values(id=row_id, reason=arguments.text, ended_at=ctx.clock()))
        return Written(say="Written.", row_id=row_id)

    return await ctx.write(write)


def all_tools() -> list[Tool]:
    """Both."""
    return [bench_read, bench_write]
