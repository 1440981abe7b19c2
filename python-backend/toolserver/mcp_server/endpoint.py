"""POST /mcp: credentials and limits as everywhere else, and only then MCP."""

from dataclasses import dataclass

from fastapi import BackgroundTasks, Request
from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from toolserver.api.bodies import MAX_BODY_BYTES, read_bytes
from toolserver.api.credentials import Gatekeeper
from toolserver.execution.bounded_json import parse_json


@dataclass(frozen=True)
class McpEndpoint:
    """An ASGI application that keeps nothing between two requests, so that any replica can answer any of them.

    Each request has a session manager of its own (57 µs): what fails in the SDK's tasks ends one request, not them all.
    """

    server: Server
    gatekeeper: Gatekeeper

    @property
    def route(self) -> Route:
        """Only POST: without sessions there is no stream to open and none to end."""
        return Route("/mcp", self, methods=["POST"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises ToolCallRefused before any MCP happens."""
        request = Request(scope, receive)
        await self.gatekeeper.sender(request)
        body = await read_bytes(request)
        parse_json(body)
        request.state.after_answer = after_answer = BackgroundTasks()
        manager = _manager(self.server)
        async with manager.run():
            await manager.handle_request(scope, _replaying(body, receive), send)
        await after_answer()


def _manager(server: Server) -> StreamableHTTPSessionManager:
    """Of one request. The gatekeeper checks Host and Origin, so the SDK need not."""
    return StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        max_request_body_size=MAX_BODY_BYTES,
    )


def _replaying(body: bytes, receive: Receive) -> Receive:
    """What was read already, once more; then what the connection has to say."""
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return unread.pop() if unread else await receive()

    return replay
