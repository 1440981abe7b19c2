"""SIGTERM ends the engine within ten seconds, whatever its sessions, its log and its clients do."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

from tests.programs import BACKEND, free_port

MOST_S = 10
START_S = 30


@contextmanager
def engine(port: int) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The program of `stuck_engine.py`, and the pipe that it logs into, which nobody reads."""
    command = [sys.executable, "-m", "tests.conformance.stuck_engine", str(port)]
    reads, writes = os.pipe()
    with subprocess.Popen(command, cwd=BACKEND, stderr=writes) as process:
        try:
            yield process, writes
        finally:
            process.kill()
            os.close(reads)
            os.close(writes)


@contextmanager
def session(port: int) -> Iterator[Connection]:
    """A session whose client reads only when the test does."""
    options: dict[str, Any] = {"compression": None, "max_size": None, "max_queue": 1, "close_timeout": 0}
    headers = {"Authorization": "Bearer sk-local"}
    with connect(
        f"ws://127.0.0.1:{port}/v1/realtime", additional_headers=headers, sock=connected(port), **options
    ) as websocket:
        yield websocket


def connected(port: int) -> socket.socket:
    """A connection with little room, once the program listens."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if line.connect_ex(("127.0.0.1", port)) == 0:
            return line
        line.close()
    raise AssertionError("the engine did not start")


def send(websocket: Connection, type_: str, **fields: Any) -> None:
    websocket.send(json.dumps({"type": type_, **fields}))


def until(websocket: Connection, type_: str) -> None:
    while json.loads(websocket.recv(timeout=20))["type"] != type_:
        continue


def keep_busy(websocket: Connection) -> None:
    """Ask twice: the second answer takes the event loop."""
    send(websocket, "session.update", session={"type": "realtime", "output_modalities": ["text"]})
    send(websocket, "response.create")
    until(websocket, "response.done")
    send(websocket, "response.create")
    until(websocket, "response.created")


def fill(pipe: int) -> None:
    """From now on who writes into it waits."""
    os.set_blocking(pipe, False)
    with suppress(BlockingIOError):
        while True:
            os.write(pipe, b"x" * 512)
    os.set_blocking(pipe, True)


def test_it_ends_while_a_session_keeps_the_event_loop_busy() -> None:
    port = free_port()
    with engine(port) as (program, _), session(port) as websocket:
        keep_busy(websocket)
        program.send_signal(signal.SIGTERM)

        assert program.wait(MOST_S) == 1


def test_it_ends_while_nothing_it_logs_is_read_either() -> None:
    port = free_port()
    with engine(port) as (program, log), session(port) as websocket:
        keep_busy(websocket)
        fill(log)
        program.send_signal(signal.SIGTERM)

        assert program.wait(MOST_S) != 0


def test_it_ends_while_clients_do_not_read() -> None:
    port = free_port()
    with engine(port) as (program, _), session(port) as one, session(port) as other:
        for websocket in (one, other):
            send(websocket, "response.create")
            until(websocket, "response.output_audio.delta")
        program.send_signal(signal.SIGTERM)

        assert program.wait(MOST_S) == 0
