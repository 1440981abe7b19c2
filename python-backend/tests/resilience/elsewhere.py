"""Somebody's declared tools (TOOLSERVER_TOOLS) that write while our disk is full, and may or may not act elsewhere."""

from tests.resilience.full_disk import fill
from tests.resilience.tools import Done, Reason
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool

done: list[str] = []


@tool("silent", effect=Effect.WRITE)
async def silent(_ctx: ToolContext, _arguments: Reason) -> Done:
    """Says nothing of where its effect is."""
    return act("silent")


@tool("here", effect=Effect.WRITE, acts_elsewhere=False)
async def here(_ctx: ToolContext, _arguments: Reason) -> Done:
    """Says that it leaves nothing behind but what it writes here."""
    return act("here")


def act(name: str) -> Done:
    """The first time, no outcome can be recorded afterwards."""
    if name not in done:
        fill()
    done.append(name)
    return Done(say="Done.")


def all_tools() -> tuple[Tool, ...]:
    """Both."""
    return (silent, here)
