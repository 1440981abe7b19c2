"""What uvicorn leaves open: connections whose request never comes, and WebSockets whose client never reads.

uvicorn's time-outs begin after a first answer, and its closing of a WebSocket waits until the client has read
everything before. Each class adds the missing clock to one of uvicorn's protocols.
"""

import asyncio
from typing import Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

REQUEST_S: Final = 15.0
"""From the connection, or the answer before, to the last byte of a request; the largest has a megabyte."""
WAITING: Final = 128
WAITING_OF_AN_ADDRESS: Final = 32
"""Connections whose request is not complete; of one more, the one that has waited longest is closed."""


class BoundedHttp(HttpToolsProtocol):
    """An HTTP connection that has to send its request."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Called first."""
        super().connection_made(transport)
        self._await_request()
        waiting = [each for each in self.connections if isinstance(each, BoundedHttp) and each._deadline]
        ours = [each for each in waiting if each.host == self.host]
        for crowd, most in ((ours, WAITING_OF_AN_ADDRESS), (waiting, WAITING)):
            if len(crowd) > most:
                return min(crowd, key=lambda each: each.answers_by).give_up()

    @property
    def host(self) -> str:
        """Where it comes from."""
        return self.client[0] if self.client else ""

    @property
    def answers_by(self) -> float:
        """When its request is due, in the loop's time."""
        return self._deadline.when() if self._deadline else float("inf")

    def give_up(self) -> None:
        """Close it now, whatever is still unsent."""
        self._request_came()
        self.transport.abort()

    def on_message_complete(self) -> None:
        """The parser has read a whole request."""
        self._request_came()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is written; another request may follow."""
        super().on_response_complete()
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self._await_request()

    def handle_websocket_upgrade(self) -> None:
        """From here on the connection is a WebSocket's."""
        self._request_came()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called last."""
        self._request_came()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        self._request_came()
        self._deadline = self.loop.call_later(REQUEST_S, self.give_up)

    def _request_came(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket whose end does not wait for a client that does not read."""

    async def send(self, message: ASGISendEvent) -> None:
        """Everything the application sends; the close frame lines up behind what is written already."""
        if message["type"] == "websocket.close":
            self.writable.set()
            self.loop.call_later(self.close_timeout, self.transport.abort)
        await super().send(message)
