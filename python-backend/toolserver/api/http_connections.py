"""HTTP connections: what is no HTTP is refused as everything else is, where uvicorn would answer in plain text."""

import json
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from toolserver.api.errors import error_object
from toolserver.api.headers import SECURITY_HEADERS
from toolserver.errors import MalformedRequest

_HEADERS: Final = {**SECURITY_HEADERS, "Content-Type": "application/json", "Connection": "close"}


class HttpConnection(HttpToolsProtocol):
    """uvicorn's own, with the contract's error object."""

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser could not read, and hang up."""
        body = json.dumps({"error": error_object(MalformedRequest(msg))})
        headers = {**_HEADERS, "Content-Length": str(len(body))}
        lines = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in headers.items()), "", body]
        self.transport.write("\r\n".join(lines).encode())
        self.transport.close()
