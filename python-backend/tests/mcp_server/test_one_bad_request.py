"""A request that goes wrong inside the SDK is that request's trouble, and nobody else's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx2
import pytest
from mcp.server.streamable_http import StreamableHTTPServerTransport

from tests.mcp_server.conftest import McpServer, said

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


async def test_a_task_of_the_sdk_that_fails_ends_no_other_request(
    server: McpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, broken = StreamableHTTPServerTransport.connect, list[str]()

    @asynccontextmanager
    async def breaking_at_first(transport: StreamableHTTPServerTransport) -> AsyncIterator[Any]:
        async with connect(transport) as streams:
            yield streams
        if not broken:
            broken.append("once")
            raise RuntimeError("a defect of the SDK")

    monkeypatch.setattr(StreamableHTTPServerTransport, "connect", breaking_at_first)
    with suppress(httpx2.TransportError):  # whatever becomes of this one
        httpx2.post(f"{server.url}/mcp", json=LIST, headers=HEADERS)
    listed = httpx2.post(f"{server.url}/mcp", json=LIST, headers=HEADERS)
    written = await server.call("writeEntry", call_id="call-1")

    assert broken == ["once"]
    assert listed.json()["result"]["tools"]
    assert said(written) == "Written."
