"""What is measured, under which names, after OpenTelemetry's GenAI conventions (still marked Development)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

EXECUTE_TOOL: Final = "execute_tool"
_TOOL: Final = "gen_ai_tool_name"
_OUTCOME: Final = "outcome"
_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one program since it started; each app has its own."""

    def __init__(self, calls_waiting: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter(
            f"{EXECUTE_TOOL}_calls",
            "Tool calls by how they ended: succeeded, failed, timed_out, crashed, replayed or refused.",
            (_TOOL, _OUTCOME),
            registry=self._registry,
        )
        self._duration = Histogram(
            f"{EXECUTE_TOOL}_duration_seconds",
            "From an accepted call to its recorded outcome; refused and replayed calls are not timed.",
            (_TOOL,),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )
        self._in_flight = Gauge(f"{EXECUTE_TOOL}_in_flight", "Tool calls being executed.", registry=self._registry)
        waiting = Gauge(
            f"{EXECUTE_TOOL}_waiting", "Tool calls that wait because too many are in flight.", registry=self._registry
        )
        waiting.set_function(calls_waiting)
        self._sessions = Gauge("tool_sessions_open", "Tool sessions that are open.", registry=self._registry)

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        """Count a call as being executed."""
        with self._in_flight.track_inprogress():
            yield

    def count_call(self, tool_name: str, outcome: str) -> None:
        """Count a call that has ended."""
        self._calls.labels(tool_name, outcome).inc()

    def time_call(self, tool_name: str, seconds: float) -> None:
        """Note how long a call took."""
        self._duration.labels(tool_name).observe(seconds)

    def text(self, open_sessions: float) -> bytes:
        """Everything, in Prometheus' text format."""
        self._sessions.set(open_sessions)
        return generate_latest(self._registry)
