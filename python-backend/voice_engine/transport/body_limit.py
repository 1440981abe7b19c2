"""Stops reading a request's body when it is larger than any we expect."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice_engine.errors import RequestTooLarge

_LARGEST: Final = 1_000_000
"""Bytes; an SDP offer has a few thousand, a session with many tools some tens of thousands."""


class BodyLimit:
    """Refuses with 413 once the body is too large, whatever its headers say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b"")) if message["type"] == "http.request" else 0
            if received > _LARGEST:
                raise RequestTooLarge(f"A request has at most {_LARGEST} bytes.")
            return message

        await self._app(scope, counted, send)
