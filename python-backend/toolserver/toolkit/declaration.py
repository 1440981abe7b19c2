"""The `@tool` decorator: everything the rest of the system knows about a tool, said once."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, get_type_hints

from sqlalchemy import Connection

from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.questions import Question


class Access(StrEnum):
    """Whom a session must have verified before the tool runs."""

    PUBLIC = "public"
    VERIFIED = "verified"


class Effect(StrEnum):
    """Whether the tool changes anything; reads may be retried, writes never blindly."""

    READ = "read"
    WRITE = "write"


ToolFunction = Callable[[ToolContext, Any], Awaitable[Result]]
Confirm = Callable[[Connection, ToolContext, Any], Question]
"""The question a caller must answer with yes before the tool runs; may raise ToolFailed, as the tool itself.

A unit that writes nothing. It runs when the caller is asked, when the yes comes, and once more in the transaction of
the tool's own unit: what it reads with `with_for_update()` is then still so when the unit acts.
"""


@dataclass(frozen=True)
class Tool:
    """One typed function the model may call, with its declaration. Field names are the manifest's."""

    name: str
    description: str
    run: ToolFunction
    arguments: type[Arguments]
    result: type[Result]
    access: Access = Access.PUBLIC
    effect: Effect = Effect.READ
    confirm: Confirm | None = None
    requires: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    title: str = ""  # what one wants when one wants it, after "to": "return something"
    scenario: str | None = None  # the key of the business it belongs to; None: it works in each
    filler: str | None = None
    timeout_s: float | None = None
    acts_elsewhere: bool | None = None  # its effect is in another system; who says nothing: yes if it is foreign
    calls: tuple[str, ...] = ()  # the tools it runs itself, by `ctx.call`; whoever may call it need not have them
    repeatable: bool = False  # the same again within a minute is meant, and is not the model repeating itself
    is_foreign: bool = False  # someone else's code: what it has done elsewhere when it ends badly is not known here

    @property
    def place(self) -> str:
        """Where its code is."""
        code = inspect.unwrap(self.run)
        return f"{getattr(code, '__module__', '?')}.{getattr(code, '__qualname__', '?')}"

    def __post_init__(self) -> None:
        """A lookup is made at once; only what changes something is agreed to first. Raises ValueError."""
        if self.confirm is not None and self.effect is Effect.READ:
            raise ValueError(f"{self.name} only reads: it cannot ask for a confirmation")
        if inspect.iscoroutinefunction(self.confirm):
            raise ValueError(f"{self.name}: confirm is a plain function (db, ctx, arguments) that returns a Question")


class Declare(Protocol):
    """What `tool(…)` returns: it turns a typed function into a Tool."""

    def __call__(self, function: ToolFunction, /) -> Tool: ...


def tool(name: str, **declaration: Any) -> Declare:
    """Declare a tool; the keywords are Tool's fields (access, effect, confirm, requires, provides, …).

    The description is the docstring; argument and result schemas are the annotations of `(ctx, arguments) -> result`.
    """

    def declare(function: ToolFunction, /) -> Tool:
        hints = get_type_hints(function)
        arguments = hints[list(inspect.signature(function).parameters)[1]]
        description = inspect.getdoc(function) or ""
        return Tool(name, description, function, arguments, hints["return"], **declaration)

    return declare
