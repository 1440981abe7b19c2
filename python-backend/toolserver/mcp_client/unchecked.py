"""Passes the SDK by: it refuses a whole answer for one odd part, and we want the rest of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Final, Self

from mcp.client import Transport
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCResponse, Result

_AS_ANSWERED: Final = "frontdesk/as_answered"
# The fields in which lists of tools, and answers of tools, are odd; empty ones fit every version of the protocol.
_EMPTY: Final[tuple[tuple[frozenset[str], dict[str, Any]], ...]] = (
    (frozenset({"tools"}), {"tools": []}),
    (frozenset({"content", "structuredContent", "isError"}), {"content": [], "isError": False}),
)
Received = SessionMessage | Exception


@asynccontextmanager
async def unchecked(transport: Transport) -> AsyncIterator[tuple[Any, Any]]:
    """The same transport; what was answered travels in a place that the SDK does not look into."""
    async with transport as (read, write):
        yield _Unchecked(read), write  # the streams of its public Transport have no public type


def as_answered(result: Result) -> dict[str, Any]:
    """The result as the other side sent it."""
    answered: dict[str, Any] = (result.meta or {}).get(_AS_ANSWERED, {})
    return answered


@dataclass(frozen=True)
class _Unchecked:
    inner: Any

    @property
    def last_context(self) -> object:
        """What the SDK asks its own streams for."""
        return getattr(self.inner, "last_context", None)

    async def receive(self) -> Received:
        return _aside(await self.inner.receive())

    async def aclose(self) -> None:
        await self.inner.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Received:
        return _aside(await anext(self.inner))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        closed: bool | None = await self.inner.__aexit__(kind, error, trace)
        return closed


def _aside(received: Received) -> Received:
    message = received.message if isinstance(received, SessionMessage) else None
    if not isinstance(message, JSONRPCResponse):
        return received
    result = message.result
    for fields, empty in _EMPTY:
        if not fields.isdisjoint(result):
            kept = {name: value for name, value in result.items() if name not in fields}
            plain = message.model_copy(update={"result": {**kept, **empty, "_meta": {_AS_ANSWERED: result}}})
            return replace(received, message=plain) if isinstance(received, SessionMessage) else received
    return received
