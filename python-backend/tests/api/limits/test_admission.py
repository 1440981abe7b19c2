"""Calls in flight: so many run, so many wait, the next one is refused early."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from httpx2 import Response
from prometheus_client.parser import text_string_to_metric_families

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Tool, tool
from toolserver.toolkit.models import Arguments, Result

PATIENCE_S = 30


class Nothing(Arguments):
    """Nothing to say."""


@dataclass
class Gate:
    """A lookup that takes as long as the test wants."""

    is_open: threading.Event = field(default_factory=threading.Event)
    reached: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def tools(self) -> tuple[Tool, ...]:
        """The one tool."""

        @tool("waitAtGate", timeout_s=PATIENCE_S)
        async def wait_at_gate(ctx: ToolContext, _arguments: Nothing) -> Result:
            """Wait until the gate opens."""
            self.reached.release()
            return await ctx.read(lambda _db: Result(say="Open.") if self.is_open.wait(PATIENCE_S) else Result(say=""))

        return (wait_at_gate,)


@contextmanager
def busy(database_url: str, gate: Gate, *, waiting: int) -> Iterator[tuple[Server, list["Future[Response]"]]]:
    """One call is in flight, and as many wait as may."""
    with (
        ThreadPoolExecutor(waiting + 1) as threads,
        serving(database_url, gate.tools(), function_calls_in_flight=1, function_calls_waiting=waiting) as server,
    ):
        try:
            first = threads.submit(server.call, "waitAtGate", call_id="first")
            assert gate.reached.acquire(timeout=PATIENCE_S)
            others = [threads.submit(server.call, "waitAtGate", call_id=f"other {n}") for n in range(waiting)]
            while shown_waiting(server) < waiting:
                pass
            yield server, [first, *others]
        finally:
            gate.is_open.set()


def shown_waiting(server: Server) -> float:
    """What the metrics say."""
    families = text_string_to_metric_families(server.client.get("/metrics").text)
    return next(each.samples[0].value for each in families if each.name == "execute_tool_waiting")


def test_a_full_queue_refuses_early_and_says_when_to_come_back(database_url: str) -> None:
    gate = Gate()
    with busy(database_url, gate, waiting=2) as (server, calls):
        refused = server.call("waitAtGate")
        among_others = server.client.post("/execute-tools", json={"calls": [{"tool_name": "waitAtGate"}]})
        others = [server.client.get(path).status_code for path in ("/healthz", "/readyz", "/calls")]
        gate.is_open.set()
        answers = [call.result(PATIENCE_S) for call in calls]

    error = refused.json()["error"]
    (item,) = among_others.json()["results"]
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert (error["code"], error["retryable"]) == ("unavailable", True)
    assert (item["status"], item["retry_after_s"]) == (503, 1)
    assert others == [200] * 3
    assert [answer.json()["result"]["say"] for answer in answers] == ["Open."] * 3


def test_when_the_rush_is_over_everybody_is_served_again(database_url: str) -> None:
    gate = Gate()
    with busy(database_url, gate, waiting=1) as (server, calls):
        gate.is_open.set()
        statuses = [call.result(PATIENCE_S).status_code for call in calls]
        after = server.call("waitAtGate").status_code
        waiting = shown_waiting(server)

    assert (statuses, after, waiting) == ([200, 200], 200, 0)


def test_every_answer_that_says_come_back_later_says_when(database_url: str) -> None:
    with serving(database_url, function_calling_enabled=False) as server:
        switched_off = server.call("writeEntry")

    assert (switched_off.status_code, switched_off.headers["Retry-After"]) == (503, "1")
