"""Lets our own pages reach the calls route from another origin, and no other route."""

from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from voice_engine.transport.origins import LOOPBACK_ORIGIN, Origins

_PREFIX: Final = "/v1/realtime/calls"


class CallsCors:
    """Starlette's CORS for the calls route only."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._plain = app
        self._origins = origins
        self._shared = CORSMiddleware(
            app,
            allow_origins=[origins.public] if origins.public else [],
            allow_origin_regex=LOOPBACK_ORIGIN,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type", "X-OpenAI-Agents-SDK", "User-Agent"],
            expose_headers=["Location"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by path."""
        shares = scope["type"] == "http" and scope["path"].startswith(_PREFIX)
        if shares:
            self._origins.admit(HTTPConnection(scope))  # a browser asks first, and is answered here
        await (self._shared if shares else self._plain)(scope, receive, send)
