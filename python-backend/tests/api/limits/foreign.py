"""Somebody else's tools (TOOLSERVER_TOOLS) that nobody may use before an entry was written."""

from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result


class Note(Arguments):
    """Nothing in here is marked."""

    text: str
    more: tuple[str, ...] = ()


async def _done(_ctx: ToolContext, arguments: Note) -> Result:
    """Do nothing."""
    return Result(say=f"That is done, {arguments.text}.")


def all_tools() -> list[Tool]:
    """One that reads, and one that writes."""
    return [
        tool("lookAfterwards", requires=("entry",))(_done),
        tool("writeAfterwards", requires=("entry",), effect=Effect.WRITE)(_done),
    ]
