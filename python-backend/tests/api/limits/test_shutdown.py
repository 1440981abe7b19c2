"""Signals to a toolserver of its own process: what runs ends well, and then the program does."""

import signal
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.api.limits.gates import Gate, closed_gate
from tests.programs import PATIENCE_S, Toolserver, running_toolserver

TOOLS = ["block_at_gate", "wait_at_gate"]
Calls = tuple[Toolserver, Gate, "Future[httpx2.Response]"]


@contextmanager
def call_in_flight(folder: Path, tool_name: str, timeout_s: int) -> Iterator[Calls]:
    """A toolserver, and a call of it that has arrived at the gate."""
    with (
        ThreadPoolExecutor(1) as threads,
        closed_gate() as gate,
        running_toolserver(
            folder, TOOLSERVER_TOOLS="tests.api.limits.gates", FUNCTION_TIMEOUT_SECONDS=str(timeout_s)
        ) as toolserver,
    ):
        call = threads.submit(_call, toolserver, tool_name, gate.port)
        gate.await_arrivals()
        yield toolserver, gate, call


def _call(toolserver: Toolserver, tool_name: str, port: int) -> httpx2.Response:
    with toolserver.client() as client:
        return client.post("/execute-tool", json={"tool_name": tool_name, "arguments": {"port": port}})


def ask_to_stop(toolserver: Toolserver, number: signal.Signals = signal.SIGTERM) -> None:
    """Returns when it has begun to."""
    toolserver.process.send_signal(number)
    toolserver.until("Shutting down")


@pytest.mark.parametrize("tool_name", TOOLS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_call_in_flight_gets_its_answer_before_the_program_ends(
    tmp_path: Path, tool_name: str, number: signal.Signals
) -> None:
    with call_in_flight(tmp_path, tool_name, PATIENCE_S) as (toolserver, gate, call):
        ask_to_stop(toolserver, number)
        gate.open()
        answer = call.result(PATIENCE_S)
        status = toolserver.ended()

    assert (answer.status_code, answer.json()["result"]["say"]) == (200, "Through.")
    assert status == 0


def test_no_new_connection_is_taken_once_the_end_has_begun(tmp_path: Path) -> None:
    with call_in_flight(tmp_path, "wait_at_gate", PATIENCE_S) as (toolserver, gate, call):
        ask_to_stop(toolserver)
        toolserver.until("Waiting for connections to close")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", toolserver.port)).close()
        gate.open()

        assert call.result(PATIENCE_S).status_code == 200


def test_idle_connections_do_not_hold_up_the_end(tmp_path: Path) -> None:
    with running_toolserver(tmp_path) as toolserver, toolserver.client() as client:
        client.get("/healthz")
        with socket.create_connection(("127.0.0.1", toolserver.port)):
            ask_to_stop(toolserver)

            assert toolserver.ended() == 0


@pytest.mark.parametrize("tool_name", TOOLS)
def test_what_takes_too_long_times_out_and_a_thread_that_hangs_does_not_matter(tmp_path: Path, tool_name: str) -> None:
    with call_in_flight(tmp_path, tool_name, timeout_s=1) as (toolserver, _, call):
        ask_to_stop(toolserver)
        error = call.result(PATIENCE_S).json()["error"]
        status = toolserver.ended()

    assert (error["code"], status) == ("timed_out", 0)
    assert error["say"] == "That took too long, and I could not confirm whether it was done."


def test_a_second_signal_ends_the_program_at_once(tmp_path: Path) -> None:
    with call_in_flight(tmp_path, "wait_at_gate", PATIENCE_S) as (toolserver, _, call):
        ask_to_stop(toolserver)
        toolserver.process.send_signal(signal.SIGTERM)
        status = toolserver.ended()

        assert status == -signal.SIGTERM
        assert isinstance(call.exception(PATIENCE_S), httpx2.TransportError)
