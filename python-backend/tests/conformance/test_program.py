"""`python -m voice_engine` as a program: it starts, says what it lacks, converses, and stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

BACKEND = Path(__file__).parents[2]
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING|ERROR) [\w.]+ \[[^]]*\] \S")


def start(port: int, **environment: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "voice_engine"]
    settings = {**os.environ, "VOICE_ENGINE_PORT": str(port), "VOICE_ENGINE_MODELS": "/nonexistent", **environment}
    return subprocess.Popen(command, cwd=BACKEND, env=settings, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def program(port: int) -> Iterator["subprocess.Popen[str]"]:
    program = start(port)
    yield program
    program.kill()
    program.communicate()


def healthy(port: int) -> httpx.Response:
    deadline = time.monotonic() + 20
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/healthz")
        except httpx.ConnectError:
            assert time.monotonic() < deadline, "the engine did not start"


def test_it_starts_without_speech_models_and_stops_when_asked(port: int, program: "subprocess.Popen[str]") -> None:
    health = healthy(port).json()
    program.send_signal(signal.SIGTERM)
    _, log = program.communicate(timeout=10)

    assert health["status"] == "ok"
    assert health["speech"]["missing"]
    assert "missing" in log
    assert [line for line in log.splitlines() if not LINE.match(line)] == []


def test_a_port_that_is_taken_is_one_line_that_names_the_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = start(port)
        _, log = program.communicate(timeout=20)

    assert program.returncode == 2
    assert log == f"voice engine: VOICE_ENGINE_PORT: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_a_setting_that_cannot_work_is_one_line_and_no_start(port: int) -> None:
    program = start(port, VOICE_ENGINE_UDP_PORTS="many")
    _, log = program.communicate(timeout=20)

    assert program.returncode == 2
    assert log == "voice engine: VOICE_ENGINE_UDP_PORTS is a range such as 40000-40100\n"


@pytest.mark.parametrize("is_stopped", [False, True], ids=["working", "stopped"])
def test_it_ends_within_ten_seconds_whatever_its_workers_do(port: int, is_stopped: bool) -> None:
    program = start(port, VOICE_ENGINE_MODELS="")
    healthy(port)
    workers = [int(line) for line in children(program.pid)]
    for worker in workers if is_stopped else ():
        os.kill(worker, signal.SIGSTOP)
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=10)

    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []


def children(process: int) -> list[str]:
    """The processes that it has started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()
