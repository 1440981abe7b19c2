"""Where a toolserver listens, and what it says to who does not speak HTTP."""

import json
import socket
from pathlib import Path

import pytest

from tests.programs import PATIENCE_S, running_toolserver

UPGRADE = (
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def said(host: str, port: int, words: str) -> tuple[str, dict[str, object]]:
    """The first line and the body of the answer."""
    with socket.create_connection((host, port), PATIENCE_S) as wire:
        wire.sendall(words.encode())
        answer = b"".join(iter(lambda: wire.recv(65_536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    return head.splitlines()[0], json.loads(body)


def addresses() -> list[str]:
    """Those of `localhost` on this machine."""
    found = socket.getaddrinfo("localhost", 0, type=socket.SOCK_STREAM)
    return sorted({str(each[4][0]) for each in found})


def test_localhost_is_served_on_each_of_its_addresses(tmp_path: Path) -> None:
    with running_toolserver(tmp_path, TOOLSERVER_HOST="localhost") as toolserver:
        answers = [
            said(host, toolserver.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            for host in addresses()
        ]

    assert answers == [("HTTP/1.1 200 OK", {"status": "ok"})] * len(addresses())


def test_what_is_no_http_gets_the_contracts_error(tmp_path: Path) -> None:
    with running_toolserver(tmp_path) as toolserver:
        status, body = said("127.0.0.1", toolserver.port, "nonsense\r\n\r\n")

    assert status == "HTTP/1.1 400 Bad Request"
    assert body["error"] == {
        "code": "malformed_request",
        "message": "Invalid HTTP request received.",
        "say": "I could not do that just now.",
        "retryable": False,
    }


def test_a_websocket_is_not_offered(tmp_path: Path) -> None:
    with running_toolserver(tmp_path) as toolserver:
        answer = said("127.0.0.1", toolserver.port, UPGRADE)

    assert answer == ("HTTP/1.1 200 OK", {"status": "ok"})


@pytest.mark.parametrize(("host", "reason"), [("no-such-host.invalid", "Name or service"), ("192.0.2.1", "assign")])
def test_an_address_that_is_not_ours_is_one_line(tmp_path: Path, host: str, reason: str) -> None:
    started = running_toolserver(tmp_path, TOOLSERVER_HOST=host, TOOLSERVER_API_KEY="key")
    refused = pytest.raises(AssertionError, match=rf"TOOLSERVER_PORT: cannot listen on {host}:\d+: .*{reason}")
    with refused, started:
        pass
