"""A span for each request that runs tools, in the trace of whoever sent it."""

from typing import Final

from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolserver.tracing.names import HTTP_METHOD, HTTP_STATUS, ROUTE
from toolserver.tracing.spans import Tracing
from toolserver.tracing.traceparent import continued

_PATHS: Final = frozenset({"/execute-tool", "/execute-tools", "/mcp"})


class TracedRequests:
    """ASGI middleware; other requests pass untouched."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self._app, self._tracing = app, tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the span ends after what follows the answer."""
        if scope["type"] != "http" or scope["path"] not in _PATHS:
            await self._app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        attributes = {HTTP_METHOD: method, ROUTE: path}
        parent = continued(Headers(scope=scope).get("traceparent"))
        with self._tracing.span(f"{method} {path}", SpanKind.SERVER, attributes, parent) as span:
            await self._app(scope, receive, _noting_status(span, send))


def _noting_status(span: Span, send: Send) -> Send:
    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            span.set_attribute(HTTP_STATUS, message["status"])
            if message["status"] >= 500:
                span.set_status(StatusCode.ERROR)
        await send(message)

    return note
