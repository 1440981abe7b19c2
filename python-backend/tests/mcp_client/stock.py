"""Somebody else's MCP server, made with nothing but the SDK: typed tools, one that fails, one that never ends."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from mcp.server.mcpserver import Context, MCPServer
from mcp.types import ToolAnnotations
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SENTENCE: Final = "This sentence is said again and again. "
READS: Final = ToolAnnotations(read_only_hint=True)


class Person(BaseModel):
    """Whom was looked for."""

    name: str
    age: int


@dataclass
class StockServer:
    """How often each tool ran, and the answers that get lost on the way."""

    ran: Counter[str] = field(default_factory=Counter)
    lost: set[str] = field(default_factory=set)

    def app(self) -> ASGIApp:
        """The server, and a line that loses answers."""
        stock = self._server().streamable_http_app(json_response=True, stateless_http=True)

        async def losing(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not self.lost:
                await stock(scope, receive, send)
                return
            body = await _read(receive)
            lost = any(f'"name":"{name}"'.encode() in body.replace(b" ", b"") for name in self.lost)
            await stock(scope, _once(body, receive), _cut_off(send) if lost else send)

        return losing

    def _server(self) -> MCPServer:
        server = MCPServer("stock")

        @server.tool(annotations=READS)
        def find(name: str, at_most: int = 3) -> Person:
            """Find a person."""
            self.ran["find"] += 1
            return Person(name=name, age=at_most)

        @server.tool()
        def greet(name: str) -> str:
            """Greet a person."""
            self.ran["greet"] += 1
            return f"Hello {name}."

        @server.tool()
        def recite() -> str:
            """Say a lot."""
            return SENTENCE * 50

        @server.tool()
        def fail() -> str:
            """Fail."""
            raise ValueError("the password is hunter2")

        @server.tool()
        async def hang() -> str:
            """Never end."""
            await asyncio.Event().wait()
            return "never"

        @server.tool()
        def seen_id(ctx: Context) -> str:
            """Tell which call_id came along."""
            return str((ctx.request_context.meta or {}).get("frontdesk/call_id"))

        return server


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _once(body: bytes, receive: Receive) -> Receive:
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return unread.pop() if unread else await receive()

    return replay


def _cut_off(send: Send) -> Send:
    """The tool ran; of its answer only the first byte arrives."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            await send({**message, "body": message["body"][:1], "more_body": False})
        else:
            await send(message)

    return sending
