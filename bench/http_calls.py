"""What the page's proxy adds to a tool call."""

import statistics
import time
import uuid
from collections.abc import Callable, Mapping

import httpx

from figures import Figure
from local_programs import LocalPrograms

CALLS = 300
WARM_UP = 200  # before anything counts: Node compiles a route's code while it is called
# With one call_id all but the first are replays, which a session's limits do not count.
PUBLIC_READ: dict[str, object] = {
    "call_id": "bench-proxy",
    "tool_name": "lookupNewSales",
    "arguments": {"category": "boots"},
}


def proxy_overhead(programs: LocalPrograms) -> list[Figure]:
    """The same session's call through the proxy and straight to the toolserver."""
    origin = {"origin": programs.web}
    with httpx.Client(headers=origin) as page:
        opened = page.post(f"{programs.web}/api/session", json={"scenario": "customerServiceRetail"}).raise_for_status()
        session = opened.json()["session_id"]
        token = opened.cookies[f"frontdesk_{session}"]
    bearer = {"authorization": f"Bearer {token}"}
    cookie = {"cookie": f"frontdesk_{session}={token}", **origin}
    proxied, direct = f"{programs.web}/api/execute-python-tool", f"{programs.toolserver}/execute-tool"
    medians = interleaved(
        {
            "proxied": lambda client: post(client, proxied, {**PUBLIC_READ, "session_id": session}, cookie),
            "direct": lambda client: post(client, direct, PUBLIC_READ, bearer),
            "refused": lambda client: refused(client, proxied),
        }
    )
    return [
        Figure("call straight to the toolserver", medians["direct"], "ms"),
        Figure("call through the proxy", medians["proxied"], "ms"),
        Figure("the proxy's overhead", medians["proxied"] - medians["direct"], "ms", "at most 3 ms"),
        Figure("a call the proxy refuses at once: what Next takes for itself", medians["refused"], "ms"),
    ]


def interleaved(calls: dict[str, Callable[[httpx.Client], None]]) -> dict[str, float]:
    """The median of each call in milliseconds; taking turns, so that the machine's mood is shared."""
    took: dict[str, list[float]] = {name: [] for name in calls}
    with httpx.Client() as client:
        for _ in range(WARM_UP + CALLS):
            for name, call in calls.items():
                started = time.perf_counter()
                call(client)
                took[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(samples[WARM_UP:]) for name, samples in took.items()}


def post(client: httpx.Client, url: str, call: Mapping[str, object], headers: dict[str, str] | None = None) -> None:
    """One call, with an id of its own where it has none, which must succeed."""
    client.post(url, json={"call_id": f"bench-{uuid.uuid4()}", **call}, headers=headers).raise_for_status()


def refused(client: httpx.Client, url: str) -> None:
    """A call from no page of ours, which the proxy answers without asking anyone."""
    assert client.post(url, json={}).status_code == 403
