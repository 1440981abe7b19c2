"""A receiver on a socket."""

import threading
from http.server import BaseHTTPRequestHandler
from typing import ClassVar


class Mailbox(BaseHTTPRequestHandler):
    """Keeps the keys it was given."""

    keys: ClassVar[list[str | None]] = []
    was_called = threading.Event()

    def do_POST(self) -> None:
        """Take the message over."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Idempotency-Key"])
        self.send_response(204)
        self.end_headers()
        self.was_called.set()

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""
