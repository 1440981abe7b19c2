"""Functions that block hold their own threads, and nobody else's."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.api.execution.conftest import Server
from tests.api.limits.gates import Gate, closed_gate
from tests.api.limits.serving import serving
from tests.programs import PATIENCE_S

THREADS = 2


@dataclass
class Blocked:
    """A toolserver whose threads a test takes one by one."""

    server: Server
    gate: Gate
    callers: ThreadPoolExecutor

    def call(self, tool_name: str = "block_at_gate") -> dict[str, Any]:
        """The answer, when the gate has opened."""
        answer: dict[str, Any] = self.server.call(tool_name, {"port": self.gate.port}).json()
        return answer

    def start(self, number: int) -> "list[Future[dict[str, Any]]]":
        """Calls that go on behind the test's back."""
        return [self.callers.submit(self.call) for _ in range(number)]


@contextmanager
def blockable(database_url: str, **settings: Any) -> Iterator[Blocked]:
    """With two threads for functions."""
    with (
        ThreadPoolExecutor(2 * THREADS + 1) as callers,
        serving(
            database_url, toolserver_tools="tests.api.limits.gates", function_threads=THREADS, **settings
        ) as server,
        closed_gate() as gate,
    ):
        yield Blocked(server, gate, callers)


def test_while_all_threads_are_blocked_everything_else_answers(database_url: str) -> None:
    with blockable(database_url, function_calls_in_flight=2 * THREADS + 1) as blocked:
        calls = blocked.start(THREADS)
        blocked.gate.await_arrivals(THREADS)
        others = blocked.start(THREADS + 1)
        (refused,), waiting = wait(others, PATIENCE_S, FIRST_COMPLETED)
        server = blocked.server
        lookups = [server.call("countEntries"), server.call("writeEntry")]
        pages = [server.client.get(path) for path in ("/healthz", "/readyz", "/tools", "/calls", "/metrics")]
        blocked.gate.open()
        blocked.gate.await_arrivals(THREADS)
        blocked.gate.open()
        said = [call.result(PATIENCE_S)["result"]["say"] for call in (*calls, *waiting)]

    assert [answer.status_code for answer in (*lookups, *pages)] == [200] * 7
    assert all("result" in answer.json() for answer in lookups)
    assert refused.result()["error"]["code"] == "no_thread"
    assert said == ["Through."] * 2 * THREADS


def test_a_call_waits_for_a_thread_within_its_timeout_and_then_fails_without_having_run(database_url: str) -> None:
    with blockable(database_url, function_timeout_seconds=1) as blocked:
        calls = blocked.start(THREADS)
        blocked.gate.await_arrivals(THREADS)
        error = blocked.call()["error"]
        blocked.gate.open()
        for call in calls:
            call.result(PATIENCE_S)

    assert (error["code"], error["retryable"]) == ("no_thread", True)
    assert "none of 2 threads came free" in error["message"]


def test_a_thread_stays_taken_until_its_function_ends_whatever_the_call_was_answered(database_url: str) -> None:
    with blockable(database_url, function_timeout_seconds=1) as blocked:
        timed_out = [call.result(PATIENCE_S) for call in blocked.start(THREADS)]
        blocked.gate.await_arrivals(THREADS)
        still_taken = blocked.call()
        blocked.gate.open()
        free_again = blocked.start(1)
        blocked.gate.await_arrivals()
        blocked.gate.open()

        assert [answer["error"]["code"] for answer in (*timed_out, still_taken)] == ["timed_out"] * 2 + ["no_thread"]
        assert free_again[0].result(PATIENCE_S)["result"]["say"] == "Through."
