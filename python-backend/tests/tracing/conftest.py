"""A toolserver with watched tools whose spans are kept, on each kind of database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from opentelemetry.trace import get_current_span
from sqlalchemy import Connection

from tests.api.execution.ledger import Empty, Written, ledger_tools, make_ledger
from tests.tracing.traces import Recorded
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import tool


@tool("nameSpan")
async def name_span(ctx: ToolContext, _arguments: Empty) -> Written:
    """Say which span is current where the unit runs."""

    def look(_db: Connection) -> str:
        return str(getattr(get_current_span(), "name", "none"))

    return Written(say=await ctx.read(look), rows=0)


@dataclass(frozen=True)
class TracedServer:
    """A started toolserver and its spans."""

    client: TestClient
    recorded: Recorded

    def call(self, tool_name: str, arguments: Any = None, headers: dict[str, str] | None = None) -> Response:
        """POST /execute-tool."""
        body = {"tool_name": tool_name, "arguments": arguments or {}, "call_id": "w-1"}
        return self.client.post("/execute-tool", json=body, headers=headers)


@pytest.fixture
def server(database_url: str) -> Iterator[TracedServer]:
    """On loopback without a key."""
    make_ledger(database_url)
    settings, recorded = Settings(database_url=database_url, openai_api_key=None, demo_data="off"), Recorded()
    app = create_app(
        settings, catalogue=EVERYTHING.with_tools((*ledger_tools(), name_span)), tracing=recorded.tracing()
    )
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield TracedServer(client, recorded)
