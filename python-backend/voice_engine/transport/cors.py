"""Lets our own pages reach the calls route from another origin, and no other route."""

from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from voice_engine.transport.access import LOOPBACK_ORIGIN

_PREFIX: Final = "/v1/realtime/calls"


class CallsCors:
    """Starlette's CORS for the calls route only."""

    def __init__(self, app: ASGIApp, public_origin: str | None) -> None:
        self._plain = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=[public_origin] if public_origin else [],
            allow_origin_regex=LOOPBACK_ORIGIN,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type", "X-OpenAI-Agents-SDK", "User-Agent"],
            expose_headers=["Location"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by path."""
        shares = scope["type"] == "http" and scope["path"].startswith(_PREFIX)
        await (self._shared if shares else self._plain)(scope, receive, send)
