"""One other MCP server: asked which tools it has, and asked to run one."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import StreamableHTTPError, streamable_http_client
from mcp.types import (
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    ListToolsRequest,
    ListToolsResult,
    PaginatedRequestParams,
    RequestParamsMeta,
)
from pydantic import SecretStr

from toolserver.errors import FrontdeskError
from toolserver.mcp_client.unchecked import as_answered, unchecked
from toolserver.proxies import is_loopback

CALL_ID: Final = "frontdesk/call_id"
_TIMEOUT: Final = httpx2.Timeout(None, connect=5)  # how long an answer may take is the tool's timeout
# RuntimeError and ValueError are the SDK's words for an answer that is not MCP.
_TROUBLE: Final = (
    MCPError,
    StreamableHTTPError,
    httpx2.HTTPError,
    httpx2.StreamError,
    RuntimeError,
    ValueError,
    OSError,
)


class RemoteTrouble(FrontdeskError):
    """The other side gave no answer; after `was_sent` it may have acted all the same."""

    def __init__(self, message: str, *, was_sent: bool) -> None:
        super().__init__(message)
        self.was_sent = was_sent


@dataclass(frozen=True)
class RemoteServer:
    """Each request is a connection of its own: nothing to keep alive, nothing to mend when the other side restarts."""

    name: str
    url: str
    token: SecretStr | None = None
    _tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)  # made once: it costs 20 ms

    async def list_tools(self) -> list[object]:
        """Every tool that is offered to us, as it was sent. Raises RemoteTrouble."""
        try:
            async with self._connected() as client:
                return [tool async for tool in _listed(client)]
        except* _TROUBLE as group:
            trouble = _first(group)
        first_line = next(iter(str(trouble).splitlines()), "")
        raise RemoteTrouble(f"{type(trouble).__name__} {first_line}".strip(), was_sent=False)

    async def call(self, tool_name: str, arguments: Mapping[str, Any], call_id: str) -> dict[str, Any]:
        """The other side's answer as it was sent, which may be an error. Raises RemoteTrouble.

        The SDK's `call_tool` would list the tools after the call, to check the answer against its schema; whatever went
        wrong there would blur the outcome of a call that has been made.
        """
        meta = cast("RequestParamsMeta", {CALL_ID: call_id})  # an open map, which its type cannot say yet
        params = CallToolRequestParams(name=tool_name, arguments=dict(arguments), _meta=meta)
        was_sent, answer, reason = False, None, ""
        try:
            async with self._connected() as client:
                was_sent = True
                answer = as_answered(await client.session.send_request(CallToolRequest(params=params), CallToolResult))
        except* _TROUBLE as group:
            reason = type(_first(group)).__name__  # its text may quote what was sent
        if answer is None:
            raise RemoteTrouble(reason, was_sent=was_sent)
        return answer

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Client]:
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token.get_secret_value()}"}
        hooks = {"response": [_refuse_unauthorised]}
        proxied = not is_loopback(self.url)
        async with (
            httpx2.AsyncClient(
                headers=headers, timeout=_TIMEOUT, verify=self._tls, event_hooks=hooks, trust_env=proxied
            ) as http,
            Client(unchecked(streamable_http_client(self.url, http_client=http)), cache=None) as client,
        ):
            yield client


async def _refuse_unauthorised(response: httpx2.Response) -> None:
    """The SDK would not say which error it was, and a wrong token is the likely one."""
    if response.status_code in (401, 403):
        raise httpx2.HTTPStatusError(f"HTTP {response.status_code}", request=response.request, response=response)


async def _listed(client: Client) -> AsyncIterator[object]:
    """Page after page; a cursor that comes again would never end."""
    cursor, seen = None, set[str]()
    while True:
        asked = ListToolsRequest(params=PaginatedRequestParams(cursor=cursor))
        page = as_answered(await client.session.send_request(asked, ListToolsResult))
        tools, cursor = page.get("tools"), page.get("nextCursor")
        for tool in tools if isinstance(tools, list) else ():
            yield tool
        if not isinstance(cursor, str) or cursor in seen:
            return
        seen.add(cursor)


def _first(trouble: BaseException) -> BaseException:
    """The SDK's tasks wrap what went wrong in groups of one."""
    return _first(trouble.exceptions[0]) if isinstance(trouble, BaseExceptionGroup) else trouble
