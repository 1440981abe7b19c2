"""What is measured, for Prometheus."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from toolserver.api.gauges import StoredFigures, StoredGauges
from toolserver.execution.background import TaskName
from toolserver.outbox.dispatcher import Tried
from toolserver.tracing.names import EXECUTE_TOOL, TOOL_NAME

_TOOL: Final = TOOL_NAME.replace(".", "_")  # Prometheus knows no dots
_OUTCOME: Final = "outcome"
_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one program since it started; each app has its own."""

    def __init__(self, calls_waiting: Callable[[], int], units_waiting: Callable[[], int]) -> None:
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
        units = Gauge(
            "database_units_waiting", "Units that wait for the writer, or for a thread.", registry=self._registry
        )
        units.set_function(units_waiting)
        self._deliveries = Counter(
            "outbox_deliveries",
            "Tries to deliver a message, by what they came to.",
            (_OUTCOME,),
            registry=self._registry,
        )
        for tried in Tried:
            self._deliveries.labels(tried)  # from 0 on, so that the first one of a kind is seen as an increase
        self._background = Counter(
            "background_task_failures", "Rounds of background tasks that failed.", ("task",), registry=self._registry
        )
        for task in TaskName:
            self._background.labels(task)
        self._stored = StoredGauges(self._registry)

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

    def count_delivery(self, tried: Tried) -> None:
        """Count a try to deliver a message."""
        self._deliveries.labels(tried).inc()

    def count_background_failure(self, task: TaskName) -> None:
        """Count a round of a background task that failed."""
        self._background.labels(task).inc()

    def text(self, stored: StoredFigures) -> bytes:
        """Everything, in Prometheus' text format."""
        self._stored.set(stored)
        return generate_latest(self._registry)
