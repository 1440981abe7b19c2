"""A toolserver that imports the tools of a stock MCP server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.mcp_client.stock import StockServer
from tests.mcp_server.serving import serving
from toolserver.app import create_app
from toolserver.config import Settings


@dataclass(frozen=True)
class Importer:
    """A served toolserver as one caller sees it."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, tool_name: str, arguments: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """POST /execute-tool."""
        return self.post("/execute-tool", {"tool_name": tool_name, "arguments": arguments or {}, **more})

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer's JSON."""
        answer: dict[str, Any] = httpx2.post(self.url + path, json=body, headers=self.headers, timeout=30).json()
        return answer

    def get(self, path: str) -> dict[str, Any]:
        """The answer's JSON."""
        answer: dict[str, Any] = httpx2.get(self.url + path).json()
        return answer

    def manifest(self) -> dict[str, dict[str, Any]]:
        """GET /tools, by name."""
        return {entry["name"]: entry for entry in self.get("/tools")["tools"]}

    def open_session(self, *tools: str) -> "Importer":
        """The same toolserver as a session granted these tools sees it."""
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": list(tools)}]}
        return replace(self, headers={"Authorization": f"Bearer {self.post('/sessions', body)['token']}"})


@contextmanager
def importing(database: Path, mcp_url: str, **settings: Any) -> Iterator[Importer]:
    """A toolserver with a database of its own that imports from this address under `crm`."""
    servers = {"crm": {"url": mcp_url}}
    chosen = Settings(
        database_url=f"sqlite:///{database}",
        demo_data="off",
        toolserver_mcp_servers=servers,
        openai_api_key=None,
        **settings,
    )
    with serving(create_app(chosen)) as url:
        yield Importer(url)


@pytest.fixture
def stock() -> StockServer:
    """What a test looks into."""
    return StockServer()


@pytest.fixture
def stock_url(stock: StockServer) -> Iterator[str]:
    """Where it is served."""
    with serving(stock.app()) as url:
        yield f"{url}/mcp"


@pytest.fixture
def importer(stock_url: str, tmp_path: Path) -> Iterator[Importer]:
    """The toolserver that imports its tools; a call may take half a second."""
    with importing(tmp_path / "importer.db", stock_url, function_timeout_seconds=0.5) as toolserver:
        yield toolserver
