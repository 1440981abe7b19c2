"""A toolserver with watched tools, on each kind of database, with a clock the test turns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.execution.ledger import ledger_tools, make_ledger, rows_of
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings


@dataclass
class TurnedClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time it was set to."""
        return self.now

    def move(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)


@dataclass
class Server:
    """A started toolserver and the ways to look into it."""

    client: TestClient
    database_url: str
    clock: TurnedClock
    headers: dict[str, str] = field(default_factory=dict)
    session_id: str | None = None

    def call(self, tool_name: str, arguments: Any = None, **more: Any) -> Response:
        """POST /execute-tool."""
        body = {"tool_name": tool_name, "arguments": arguments or {}, **more}
        return self.client.post("/execute-tool", json=body, headers=self.headers)

    def rows(self) -> int:
        """Rows that the watched tool has committed."""
        return rows_of(self.database_url)

    def open_session(self, *tools: str) -> "Server":
        """The same server as a session granted these tools sees it."""
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": list(tools)}]}
        opened = self.client.post("/sessions", json=body).json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        return Server(self.client, self.database_url, self.clock, headers, opened["session_id"])


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    """A toolserver on loopback without a key."""
    make_ledger(database_url)
    clock = TurnedClock()
    app = create_app(
        Settings(database_url=database_url, openai_api_key=None),
        catalogue=EVERYTHING.with_tools(ledger_tools()),
        clock=clock,
    )
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield Server(client, database_url, clock)
