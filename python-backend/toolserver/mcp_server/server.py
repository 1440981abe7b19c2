"""The two things an MCP client may ask: which tools there are, and to call one."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.types import INVALID_REQUEST, CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams
from pydantic import ValidationError

from toolserver.api.calls import CallRunner, ExecuteTool
from toolserver.api.errors import error_object
from toolserver.errors import InvalidArguments, ToolCallRefused
from toolserver.execution.arguments import field_reasons
from toolserver.execution.registry import Registry
from toolserver.mcp_server.answers import META_PREFIX, answered, crashed, refused
from toolserver.mcp_server.listing import granted_tools

_INSTRUCTIONS: Final = (
    "Every result and error has `say`, fit to be read aloud. Give each call an id of its own as "
    f"`{META_PREFIX}call_id` in `_meta`: the same id again answers what was recorded, and does nothing twice."
)


@dataclass(frozen=True)
class ToolsOverMcp:
    """Answers MCP's requests with what the rest of the toolserver answers."""

    runner: CallRunner
    registry: Registry

    async def list_tools(
        self, context: ServerRequestContext[Any], _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """All tools for a service; for a session those it was granted."""
        try:
            sender = await self.runner.gatekeeper.sender(_request(context))
        except ToolCallRefused as refusal:
            raise MCPError(INVALID_REQUEST, refusal.message, {"error": error_object(refusal)}) from refusal
        return ListToolsResult(tools=granted_tools(self.registry, sender))

    async def call_tool(self, context: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        """Run a tool, or answer what its first run under this call_id recorded."""
        named = _named(context.meta or {})
        running = self._run(_request(context), params, named)
        ended = await asyncio.gather(running, return_exceptions=True)  # the SDK would tell the client a bug's text
        end = ended[0]
        if isinstance(end, dict):
            return answered(end)
        if isinstance(end, ToolCallRefused):
            return refused(end, named.get("call_id"))
        if isinstance(end, Exception):
            return crashed(end, named.get("call_id"))
        raise end

    async def _run(
        self, request: Request, params: CallToolRequestParams, named: Mapping[str, object]
    ) -> dict[str, Any]:
        body = _body({**named, "tool_name": params.name, "arguments": params.arguments or {}})
        answer: dict[str, Any] = json.loads(await self.runner.run(request, body, request.state.after_answer))
        return answer


def mcp_server(runner: CallRunner, registry: Registry, version: str) -> Server:
    """The SDK's server over these tools."""
    tools = ToolsOverMcp(runner, registry)
    return Server(
        "frontdesk",
        version=version,
        instructions=_INSTRUCTIONS,
        on_list_tools=tools.list_tools,
        on_call_tool=tools.call_tool,
        get_tool_input_schema=lambda _name: None,  # no argument of ours travels in a header
    )


def _request(context: ServerRequestContext[Any]) -> Request:
    if not isinstance(context.request, Request):
        raise TypeError("MCP is served over HTTP only")
    return context.request


def _named(meta: Mapping[str, object]) -> dict[str, object]:
    """What `_meta` says to us, under the names that the contract's request has."""
    return {key.removeprefix(META_PREFIX): value for key, value in meta.items() if key.startswith(META_PREFIX)}


def _body(fields: Mapping[str, object]) -> ExecuteTool:
    try:
        return ExecuteTool.model_validate(fields)
    except ValidationError as error:
        raise InvalidArguments("the call does not fit the contract", fields=field_reasons(error)) from error
