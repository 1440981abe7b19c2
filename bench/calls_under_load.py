"""What a durable call costs, as a share of what a bare handler does in the same run with the same client.

Two clients: an ordinary one (httpx, on threads), which is busy itself and so sees what callers like it see; and a lean
one (`load.py`), which shows what the toolserver takes. A share says little without its client.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import httpx

from children import BACKEND, ROOT, Children, free_port
from figures import Figure

sys.path.insert(0, str(BACKEND))
from tests.databases import own_postgresql, postgresql_answers

CALLS = 2000
ORDINARY_CALLS, CALLERS = 800, 8
ROUNDS = 3  # the median of them counts; bare handler and toolserver take turns, so that the machine's mood is shared
CONNECTIONS = (8, 64)
_READ = '{"call_id": "RUN-{n}", "tool_name": "bench_read", "arguments": {"product_id": "101"}}'
BODIES = {
    "read": _READ,
    "write": '{"call_id": "RUN-{n}", "tool_name": "bench_write", "arguments": {"text": "done"}}',
    "replay": _READ.replace("RUN-{n}", "SAME"),
}
TARGETS = {
    ("SQLite", "read"): "at least 35 %",
    ("SQLite", "write"): "at least 25 %",
    ("SQLite", "replay"): "at least 40 %",
    ("PostgreSQL", "read"): "at least 20 %",
    ("PostgreSQL", "write"): "at least 20 %",
    ("PostgreSQL", "replay"): "at least 40 %",
}
_runs = count()


@dataclass(frozen=True)
class Seen:
    """One load on both: calls a second of either, and the tool call's latencies."""

    bare: float
    tool: float
    p50_ms: float
    p99_ms: float

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.tool / self.bare


def measure_load() -> list[Figure]:
    """Reads, writes and replays on every database that answers here."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        figures = list(_on("SQLite", f"sqlite:///{folder}/bench.db"))
    if postgresql_answers():
        with own_postgresql() as url:
            figures += _on("PostgreSQL", url)
    return figures


def _on(database: str, url: str) -> Iterator[Figure]:
    with _serving(url) as (bare, tool):
        for kind, body in BODIES.items():
            _prepare(bare, tool, body)
            shares = [100 * _rate(tool, body) / _rate(bare, body) for _ in range(ROUNDS)]
            what = f"{kind} on {database}, {CALLERS} httpx clients: share of a bare handler's rate"
            yield Figure(what, statistics.median(shares), "%", TARGETS[database, kind])
            for connections in CONNECTIONS:
                seen = sorted((_round(bare, tool, body, connections) for _ in range(ROUNDS)), key=lambda one: one.share)
                yield from _figures(f"{kind} on {database}, {connections} lean clients", seen)


def _figures(what: str, seen: list[Seen]) -> Iterator[Figure]:
    middle = seen[len(seen) // 2]
    yield Figure(f"{what}: share of a bare handler's {middle.bare:.0f} calls/s", middle.share, "%")
    tail = statistics.median(one.p99_ms / one.p50_ms for one in seen)
    yield Figure(f"{what}: p99 of {middle.p99_ms:.1f} ms against p50", tail, "x", "at most 5")


@contextmanager
def _serving(database_url: str) -> Iterator[tuple[str, str]]:
    ports = {"BARE_PORT": str(free_port()), "TOOLSERVER_PORT": str(free_port())}
    tools = {"TOOLSERVER_TOOLS": "bench_tools", "PYTHONPATH": f"{BACKEND}:{ROOT / 'bench'}"}
    children = Children({**ports, **tools, "DATABASE_URL": database_url})
    children.start([sys.executable, str(ROOT / "bench" / "bare_handler.py")])
    children.start([sys.executable, "-m", "toolserver"])
    bare, tool = (f"http://127.0.0.1:{port}" for port in ports.values())
    children.wait_for(f"{bare}/ready", f"{tool}/readyz")
    try:
        yield bare, tool
    finally:
        children.stop()


def _prepare(bare: str, tool: str, body: str) -> None:
    """Let the bare handler answer what the tool answers, and both warm up."""
    call = json.loads(body.replace("RUN", "first").replace("{n}", str(next(_runs))))
    answer = httpx.post(f"{tool}/execute-tool", json=call).raise_for_status().json()
    httpx.put(f"{bare}/body", json=answer).raise_for_status()
    _round(bare, tool, body, CONNECTIONS[0])


def _round(bare: str, tool: str, body: str, connections: int) -> Seen:
    floor, seen = _load(bare, body, connections), _load(tool, body, connections)
    return Seen(floor["rate"], seen["rate"], seen["p50_ms"], seen["p99_ms"])


def _load(url: str, body: str, connections: int) -> dict[str, float]:
    """In a process of its own, which has a core to itself where there are two."""
    program = [sys.executable, str(ROOT / "bench" / "load.py"), f"{url}/execute-tool"]
    sent = [body.replace("RUN", f"run{next(_runs)}"), "--calls", str(CALLS), "--connections", str(connections)]
    done = subprocess.run([*program, *sent], stdout=subprocess.PIPE, check=True, timeout=120)
    seen: dict[str, float] = json.loads(done.stdout)
    return seen


def _rate(url: str, body: str) -> float:
    """Calls a second of an ordinary client."""

    def call_some(_: int) -> None:
        with httpx.Client(headers={"content-type": "application/json"}) as client:
            for _ in range(ORDINARY_CALLS // CALLERS):
                call = body.replace("RUN", f"run{next(_runs)}").encode()
                client.post(f"{url}/execute-tool", content=call).raise_for_status()

    started = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(call_some, range(CALLERS)))
    return ORDINARY_CALLS / (time.perf_counter() - started)
