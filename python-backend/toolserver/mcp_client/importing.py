"""Remote tools become ours: named with their server's prefix, checked at the start, fetched later from who was away."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from mcp.types import Tool as ListedTool

from toolserver.config import McpServer
from toolserver.errors import FrontdeskError
from toolserver.mcp_client.remote import RemoteServer, RemoteTrouble
from toolserver.mcp_client.results import RemoteResult, failure_of, result_of, trouble_of
from toolserver.mcp_client.schemas import DescribedArguments, SchemaUnusable, described_arguments
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool

_MARKS: Final = re.compile(r"[-./]")  # many servers have them in their names; ours have none
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")  # as contracts/manifest.schema.json has it
_LISTING_S: Final = 10
_AGAIN_S: Final = 15
_log = logging.getLogger(__name__)
Add = Callable[[Sequence[Tool]], None]


class RemoteToolInvalid(FrontdeskError):
    """A remote tool that cannot be one of ours; the message names it."""


@dataclass(frozen=True)
class Imported:
    """What the servers offered at the start, and which of them did not answer."""

    tools: tuple[Tool, ...] = ()
    away: tuple[RemoteServer, ...] = ()


def import_tools(configured: Mapping[str, McpServer]) -> Imported:
    """Ask all servers, by their prefix, at once. Raises RemoteToolInvalid.

    In a thread, because the program is put together also where an event loop runs already.
    """
    if not configured:
        return Imported()
    servers = [RemoteServer(prefix, str(server.url), server.token) for prefix, server in configured.items()]
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _import_all(servers)).result()


class LateImport:
    """Asks the servers that were away again, until each has answered."""

    def __init__(self, away: Iterable[RemoteServer], add: Add) -> None:
        self._away, self._add = list(away), add

    @property
    def is_needed(self) -> bool:
        """Whether any is away."""
        return bool(self._away)

    async def round(self) -> float | None:
        """Ask once; answers when to ask again, if any is still away."""
        self._away = [server for server in self._away if not await _is_done(server, self._add)]
        return _AGAIN_S if self._away else None


async def _import_all(servers: Sequence[RemoteServer]) -> Imported:
    offered = await asyncio.gather(*map(_offered, servers))
    away = [server for server, tools in zip(servers, offered, strict=True) if tools is None]
    return Imported(tuple(tool for tools in offered for tool in tools or ()), tuple(away))


async def _offered(server: RemoteServer) -> list[Tool] | None:
    try:
        return await _tools_of(server)
    except RemoteTrouble as trouble:
        _log.error("MCP server %s does not answer (%s): its tools are missing until it does", server.name, trouble)
        return None


async def _is_done(server: RemoteServer, add: Add) -> bool:
    """Whether there is nothing more to ask: its tools are here, or cannot ever be."""
    try:
        tools = await _tools_of(server)
        add(tools)
    except RemoteTrouble:
        return False
    except FrontdeskError as error:
        _log.error("the tools of MCP server %s stay out: %s", server.name, error)
    else:
        _log.info("MCP server %s answers now: %d tools", server.name, len(tools))
    return True


async def _tools_of(server: RemoteServer) -> list[Tool]:
    """Its tools as ours. Raises RemoteTrouble and RemoteToolInvalid."""
    try:
        async with asyncio.timeout(_LISTING_S):
            listed = await server.list_tools()
    except TimeoutError as error:
        raise RemoteTrouble(f"nothing within {_LISTING_S} s", was_sent=False) from error
    return [remote_tool(server, each) for each in listed]


def remote_tool(server: RemoteServer, listed: ListedTool) -> Tool:
    """A tool that runs on the other side. Raises RemoteToolInvalid."""
    name = f"{server.name}_{_MARKS.sub('_', listed.name)}"
    if not _NAME.fullmatch(name):
        raise RemoteToolInvalid(f"TOOLSERVER_MCP_SERVERS: {name!r} is no tool name (letters, digits, _; at most 64)")
    try:
        arguments = described_arguments(name, listed.input_schema)
    except SchemaUnusable as error:
        raise RemoteToolInvalid(f"TOOLSERVER_MCP_SERVERS: {name!r} cannot be used: {error}") from error
    reads = listed.annotations is not None and listed.annotations.read_only_hint is True
    effect = Effect.READ if reads else Effect.WRITE  # unknown code may change something

    async def run(ctx: ToolContext, given: DescribedArguments) -> RemoteResult:
        try:
            answer = await server.call(listed.name, given.model_dump(mode="json"), ctx.idempotency_key)
        except RemoteTrouble as trouble:
            raise trouble_of(trouble, name, effect) from trouble
        if answer.is_error:
            raise failure_of(answer, name, effect)
        return result_of(answer)

    description = (listed.description or "").strip() or (listed.title or listed.name).replace("_", " ")
    writes = effect is Effect.WRITE
    return Tool(name, description, run, arguments, RemoteResult, effect=effect, acts_elsewhere=writes, is_foreign=True)
