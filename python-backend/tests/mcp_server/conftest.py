"""A toolserver with watched tools on each kind of database, served over real HTTP."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Any, cast

import httpx2
import pytest
from mcp import Client
from mcp.types import CallToolResult, RequestParamsMeta, TextContent

from tests.api.execution.ledger import ledger_tools, make_ledger, rows_of
from tests.mcp_server.serving import connected, serving
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings


@dataclass(frozen=True)
class McpServer:
    """A served toolserver, seen by one caller."""

    url: str
    database_url: str
    headers: dict[str, str] = field(default_factory=dict)

    def connect(self, mode: str = "auto") -> AbstractAsyncContextManager[Client]:
        """A stock client with this caller's credentials."""
        return connected(self.url, self.headers, mode=mode)

    async def call(self, tool_name: str, arguments: dict[str, Any] | None = None, **meta: Any) -> CallToolResult:
        """One tools/call over a connection of its own; `meta` by the names of the contract."""
        async with self.connect() as client:
            return await client.call_tool(tool_name, arguments, meta=named(**meta))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Plain HTTP beside MCP."""
        answer: dict[str, Any] = httpx2.post(self.url + path, json=body, headers=self.headers).json()
        return answer

    def open_session(self, *tools: str) -> "McpServer":
        """The same server as a session granted these tools sees it."""
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": list(tools)}]}
        return replace(self, headers={"Authorization": f"Bearer {self.post('/sessions', body)['token']}"})

    def rows(self) -> int:
        """Rows that the watched tools have committed."""
        return rows_of(self.database_url)


def named(**meta: Any) -> RequestParamsMeta:
    """`_meta` as we read it; the SDK's type is open, which mypy does not know yet."""
    return cast("RequestParamsMeta", {f"frontdesk/{name}": value for name, value in meta.items()})


def error_of(result: CallToolResult) -> dict[str, Any]:
    """The contract's error object."""
    assert result.is_error
    error: dict[str, Any] = result.structured_content["error"]
    return error


def said(result: CallToolResult) -> str:
    """The first text of the answer."""
    first = result.content[0]
    assert isinstance(first, TextContent)
    return first.text


@pytest.fixture
def server(database_url: str) -> Iterator[McpServer]:
    """On loopback without a key: who sends no credentials is a service."""
    make_ledger(database_url)
    app = create_app(
        Settings(database_url=database_url, openai_api_key=None, demo_data="off"),
        catalogue=EVERYTHING.with_tools(ledger_tools()),
    )
    with serving(app) as url:
        yield McpServer(url, database_url)
