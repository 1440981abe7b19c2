"""What was done for a caller who hung up meanwhile."""

import json
import socket
from pathlib import Path

from tests.api.limits.gates import closed_gate
from tests.programs import Toolserver, running_toolserver


def call(port: int) -> dict[str, object]:
    """A write of one's own that waits at the gate."""
    return {"tool_name": "wait_at_gate", "arguments": {"port": port}, "call_id": "call-1"}


def send(toolserver: Toolserver, body: dict[str, object]) -> socket.socket:
    """Send the call, and leave the answer to whoever reads."""
    text = json.dumps(body).encode()
    head = "POST /execute-tool HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    caller = socket.create_connection(("127.0.0.1", toolserver.port))
    caller.sendall(f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text)
    return caller


def test_the_result_is_kept_until_the_caller_asks_again(tmp_path: Path) -> None:
    gates = "tests.api.limits.gates"
    with closed_gate() as gate, running_toolserver(tmp_path, TOOLSERVER_TOOLS=gates) as toolserver:
        with send(toolserver, call(gate.port)):
            gate.await_arrivals()
        gate.open()
        toolserver.until('"call_id": "call-1"')
        with toolserver.client() as client:
            answer = client.post("/execute-tool", json=call(gate.port)).json()

    assert answer["result"]["say"] == "Through."
    assert answer["replayed"] is True
