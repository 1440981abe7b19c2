"""An MCP server that sends what it is told, word for word, as no SDK would let it."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.mcp_server.serving import serving

_HELLO = {
    "protocolVersion": "2025-03-26",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "plain", "version": "1"},
}


@dataclass
class PlainServer:
    """Which tools it lists, what it answers by tool, and which arguments it was given."""

    tools: Sequence[Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    given: list[dict[str, Any]] = field(default_factory=list)
    takes_s: float = 0

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its address."""
        with serving(Starlette(routes=[Route("/mcp", self._post, methods=["POST"])])) as url:
            yield f"{url}/mcp"

    async def _post(self, request: Request) -> Response:
        asked = json.loads(await request.body())
        if "id" not in asked:
            return Response(status_code=202)
        return JSONResponse({"jsonrpc": "2.0", "id": asked["id"], **await self._answer(asked)})

    async def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        match asked["method"]:
            case "initialize":
                return {"result": _HELLO}
            case "tools/list":
                return {"result": {"tools": self.tools}}
            case "tools/call":
                self.given.append(asked["params"].get("arguments"))
                await asyncio.sleep(self.takes_s)
                return {"result": self.answers.get(asked["params"]["name"], text("ok"))}
        return {"error": {"code": -32601, "message": "Method not found"}}


def tool(name: str, schema: object = None, **more: Any) -> dict[str, Any]:
    """One tool as `tools/list` has it."""
    return {"name": name, "inputSchema": schema or {"type": "object", "properties": {}}, **more}


def text(*texts: str) -> dict[str, Any]:
    """An answer of texts."""
    return {"content": [{"type": "text", "text": each} for each in texts]}
