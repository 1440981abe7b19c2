"""The last resort: a request that is cut off before it has an answer gets the contract's error object, too."""

import json
from collections.abc import Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolserver.api.errors import error_object
from toolserver.errors import Unavailable

_STOPPED: Final = "the toolserver stopped before the request was done"
_LOOKING: Final = error_object(Unavailable(_STOPPED))
# Whatever it was to do may be done: "please try again" would have it done twice. The same call_id again is safe.
_ACTING: Final = {
    "code": "outcome_unknown",
    "message": f"{_STOPPED}; only the same call_id may be sent again",
    "say": "I could not confirm whether that worked.",
    "retryable": False,
}


class LastResort:
    """ASGI middleware; uvicorn would answer in plain text when a request's task is cancelled."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""
        has_started = scope["type"] != "http"

        async def note(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except BaseException as end:
            if not has_started and not isinstance(end, Exception):  # of exceptions the error handlers make answers
                await _answer(send, _LOOKING if scope["method"] == "GET" else _ACTING)
            raise


async def _answer(send: Send, error: Mapping[str, object]) -> None:
    body = json.dumps({"error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": Unavailable.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
