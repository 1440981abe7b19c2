"""Remote tools become ours under their server's prefix; one that cannot is left out, and its siblings are not."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from toolserver.config import McpServer
from toolserver.errors import FrontdeskError
from toolserver.mcp_client.naming import LONGEST_NAME, names_for
from toolserver.mcp_client.remote import RemoteServer, RemoteTrouble
from toolserver.mcp_client.results import RemoteResult, failure_of, result_of, trouble_of
from toolserver.mcp_client.schemas import DescribedArguments, described_arguments
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool

_NAME: Final = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}")
_LISTING_S: Final = 10
_AGAIN_S: Final = 15
_log = logging.getLogger(__name__)
Add = Callable[[Sequence[Tool]], None]
Listed = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """What one server offers."""

    server: str
    tools: tuple[Tool, ...]


@dataclass(frozen=True)
class Imported:
    """What the servers offered at the start, and which of them did not answer."""

    offers: tuple[Offer, ...] = ()
    away: tuple[RemoteServer, ...] = ()

    @property
    def tools(self) -> tuple[Tool, ...]:
        """All of them, whatever else has their names."""
        return tuple(tool for offer in self.offers for tool in offer.tools)


def import_tools(configured: Mapping[str, McpServer]) -> Imported:
    """Ask all servers, by their prefix, at once.

    In a thread, because the program is put together also where an event loop runs already.
    """
    if not configured:
        return Imported()
    servers = [RemoteServer(prefix, str(server.url), server.token) for prefix, server in configured.items()]
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _import_all(servers)).result()


def take_in(offers: Iterable[Offer], add: Add) -> None:
    """Add each tool on its own: one whose name is taken is left out with a line in the log."""
    for offer in offers:
        for tool in offer.tools:
            try:
                add([tool])
            except FrontdeskError as error:
                _log.error("MCP server %s: tool %.100r is left out: %s", offer.server, tool.name, error)


class LateImport:
    """Asks the servers that were away again, until each has answered."""

    def __init__(self, away: Iterable[RemoteServer], add: Add) -> None:
        self._away, self._add = list(away), add

    @property
    def is_needed(self) -> bool:
        """Whether any is away."""
        return bool(self._away)

    def names(self) -> tuple[str, ...]:
        """The servers that are away."""
        return tuple(server.name for server in self._away)

    async def round(self) -> float | None:
        """Ask once; answers when to ask again, if any is still away."""
        self._away = [server for server in self._away if not await _is_done(server, self._add)]
        return _AGAIN_S if self._away else None


async def _import_all(servers: Sequence[RemoteServer]) -> Imported:
    offered = await asyncio.gather(*map(_offered, servers))
    away = [server for server, offer in zip(servers, offered, strict=True) if offer is None]
    return Imported(tuple(offer for offer in offered if offer is not None), tuple(away))


async def _offered(server: RemoteServer) -> Offer | None:
    try:
        return await _offer_of(server)
    except RemoteTrouble as trouble:
        _log.error("MCP server %s does not answer (%s): its tools are missing until it does", server.name, trouble)
        return None


async def _is_done(server: RemoteServer, add: Add) -> bool:
    """Whether there is nothing more to ask."""
    try:
        offer = await _offer_of(server)
    except RemoteTrouble:
        return False
    take_in([offer], add)
    _log.info("MCP server %s answers now: %d tools", server.name, len(offer.tools))
    return True


async def _offer_of(server: RemoteServer) -> Offer:
    """Its tools as ours. Raises RemoteTrouble."""
    try:
        async with asyncio.timeout(_LISTING_S):
            listed = await server.list_tools()
    except TimeoutError as error:
        raise RemoteTrouble(f"nothing within {_LISTING_S} s", was_sent=False) from error
    return Offer(server.name, tuple(remote_tools(server, listed)))


def remote_tools(server: RemoteServer, listed: Iterable[object]) -> Iterator[Tool]:
    """Tools that run on the other side, under names of ours; the log names those that cannot be, and new names."""
    known = dict[str, Listed]()
    for each in listed:
        name = each.get("name") if isinstance(each, dict) else None
        if not isinstance(each, dict) or not isinstance(name, str) or name in known:
            reason = "a tool of that name was listed before" if name in known else "it has no name"
            _log.error("MCP server %s: tool %.100r is left out: %s", server.name, name, reason)
        else:
            known[name] = each
    for listed_name, name in names_for(server.name, known).items():
        if not _NAME.fullmatch(name):
            _log.error("MCP server %s: tool %.100r is left out: %.100r is no tool name", server.name, listed_name, name)
            continue
        if name != f"{server.name}_{listed_name}":
            _log.info("MCP server %s: tool %.100r is called %s here", server.name, listed_name, name)
        yield _remote_tool(server, name, known[listed_name])


def _remote_tool(server: RemoteServer, name: str, listed: Listed) -> Tool:
    hints = listed.get("annotations")
    hints = hints if isinstance(hints, dict) else {}
    effect = Effect.READ if hints.get("readOnlyHint") is True else Effect.WRITE  # unknown code may change something

    async def run(ctx: ToolContext, given: DescribedArguments) -> RemoteResult:
        try:
            answer = await server.call(listed["name"], given.model_dump(mode="json"), ctx.idempotency_key)
        except RemoteTrouble as trouble:
            raise trouble_of(trouble, name, effect) from trouble
        if answer.get("isError"):
            raise failure_of(answer, name, effect)
        return result_of(answer, effect)

    return Tool(
        name,
        _description(listed),
        run,
        described_arguments(name, listed.get("inputSchema")),
        RemoteResult,
        effect=effect,
        acts_elsewhere=effect is Effect.WRITE,
        repeatable=hints.get("idempotentHint") is True,
        is_foreign=True,
    )


def _description(listed: Listed) -> str:
    """What it says itself, else what it is called."""
    texts = (listed.get(field) for field in ("description", "title", "name"))
    said = next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
    return said if said != listed["name"] else said.replace("_", " ")
