"""Tools as other people write them (TOOLSERVER_TOOLS), among them some that end badly."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from toolserver.errors import ToolFailed
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result

SECRET = "the password is hunter2"
Ending = Literal[
    "plain", "says", "says_more", "says_half", "says_nonsense", "tool_failed", "own_timeout", "system_exit", "stop"
]


class SaysMore(Exception):
    """An exception with something to say, that has never heard of Frontdesk."""

    def __init__(self, say: object, **more: object) -> None:
        super().__init__(SECRET)
        self.say = say
        self.__dict__.update(more)


ENDINGS: dict[Ending, Callable[[], BaseException]] = {
    "plain": lambda: KeyError(SECRET),
    "says": lambda: SaysMore("The shelf is empty."),
    "says_more": lambda: SaysMore("The shelf is empty.", code="empty_shelf", retryable=True),
    "says_half": lambda: SaysMore("The shelf is empty.", code="No Code", retryable="yes"),
    "says_nonsense": lambda: SaysMore(["no text"], code=7, retryable="yes"),
    "tool_failed": lambda: ToolFailed("empty_shelf", say="The shelf is empty."),
    "own_timeout": lambda: TimeoutError(SECRET),
    "system_exit": lambda: SystemExit(SECRET),
    "stop": lambda: StopIteration(SECRET),
}


def fail_in_thread(ending: Ending) -> str:
    """Raise on a thread."""
    raise ENDINGS[ending]()


async def fail_on_loop(ending: Ending) -> str:
    """Raise on the event loop."""
    raise ENDINGS[ending]()


@dataclass
class Counter:
    """Something with a state of its own."""

    counted: int = 0

    def count_up(self, by: int = 1) -> int:
        """Count up."""
        self.counted += by
        return self.counted

    async def count_down(self, ctx: ToolContext, by: int = 1) -> list[str]:
        """Count down."""
        self.counted -= by
        return [ctx.call_id, str(self.counted)]


def _decorated(function: Callable[[str], Awaitable[str]]) -> Callable[[str], Awaitable[str]]:
    @functools.wraps(function)
    def called(greeting: str) -> Awaitable[str]:
        return function(greeting)

    return called


@_decorated
async def greet(greeting: str) -> str:
    """Say something."""
    await asyncio.sleep(0)
    return f"{greeting}!"


def cancel_itself() -> None:
    """Raise on a thread what only a loop should see."""
    raise asyncio.CancelledError


def say_nothing() -> None:
    """Return nothing at all."""


class Nothing(Arguments):
    """Nothing to say."""


@tool("readSchema")
async def read_schema(ctx: ToolContext, _arguments: Nothing) -> Result:
    """Read from the database and fail."""
    await ctx.read(lambda db: db.execute(text("SELECT 1")))
    raise KeyError(SECRET)


@tool("writeUnit", effect=Effect.WRITE)
async def write_unit(ctx: ToolContext, _arguments: Nothing) -> Result:
    """Write a unit, as our own tools do."""

    def unit(_db: Connection) -> Result:
        return Result(say="Written.")

    return await ctx.write(unit)


def all_tools() -> list[Callable[..., object] | Tool]:
    """Everything."""
    counter = Counter()
    functions: list[Callable[..., object]] = [
        fail_in_thread,
        fail_on_loop,
        counter.count_up,
        counter.count_down,
        greet,
        say_nothing,
        cancel_itself,
    ]
    return [*functions, read_schema, write_unit]
