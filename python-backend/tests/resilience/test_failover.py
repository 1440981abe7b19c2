"""PostgreSQL that only reads for a while, or hangs, and comes back."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.conftest import SHARED
from tests.programs import running_toolserver
from tests.resilience.conftest import PATIENCE_S, SERVICE, running, set_read_only, until
from tests.resilience.freezing import freezable

MCP = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
MCP_HEADERS = {**SERVICE, "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}

pytestmark = pytest.mark.parametrize("database_url", SHARED, indirect=True)


def test_after_a_while_on_a_standby_everything_goes_on(database_url: str) -> None:
    with running(database_url) as toolserver:
        until(lambda: toolserver.ready().status_code == 200)
        set_read_only(database_url, True)
        until(lambda: toolserver.ready().status_code == 503)
        refused, told = toolserver.call(call_id="call-1"), toolserver.ready().json()["error"]["message"]
        set_read_only(database_url, False)
        toolserver.queue()
        until(lambda: toolserver.receiver.delivered == ["hello"])
        until(lambda: toolserver.ready().status_code == 200)
        listed = toolserver.client.post("/mcp", json=MCP, headers=MCP_HEADERS)
        failures = toolserver.client.get("/metrics", headers=SERVICE).text

        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
        assert "read-only" in told
        assert toolserver.call(call_id="call-1").json()["replayed"] is False
        assert listed.json()["result"]["tools"]
        assert 'background_task_failures_total{task="outbox"}' in failures


def test_only_services_are_told_why_it_is_not_ready(database_url: str) -> None:
    with running(database_url) as toolserver:
        set_read_only(database_url, True)
        until(lambda: toolserver.ready().status_code == 503)
        stranger = toolserver.client.get("/readyz").json()["error"]["message"]
        set_read_only(database_url, False)

    assert stranger == "not ready"


def test_a_server_that_hangs_holds_nobody_up_for_ever(database_url: str) -> None:
    with freezable(database_url) as (url, relay), running(url) as toolserver:
        until(lambda: toolserver.ready().status_code == 200)
        relay.freeze()
        until(lambda: toolserver.ready().status_code == 503)
        refused = toolserver.call(call_id="call-1")
        relay.thaw()
        until(lambda: toolserver.ready().status_code == 200)

        assert refused.status_code == 503
        assert toolserver.call(call_id="call-2").json()["result"]


def test_a_server_that_hangs_does_not_keep_a_toolserver_from_stopping(database_url: str) -> None:
    with freezable(database_url) as (url, relay):
        with running(url) as toolserver:
            until(lambda: toolserver.ready().status_code == 200)
            relay.freeze()
            toolserver.ready()
            began = time.monotonic()
        assert time.monotonic() - began < 20  # it waited without an end
        relay.thaw()


def test_a_call_that_hangs_does_not_keep_the_program_from_ending(database_url: str, tmp_path: Path) -> None:
    call = {"tool_name": "end_call", "arguments": {"reason": "bye"}, "call_id": "call-1"}
    with (
        freezable(database_url) as (url, relay),
        running_toolserver(tmp_path, DATABASE_URL=url) as toolserver,
        toolserver.client() as client,
        ThreadPoolExecutor(1) as threads,
    ):
        until(lambda: client.get("/readyz").status_code == 200)
        relay.freeze()
        calling = threads.submit(httpx2.post, f"{client.base_url}/execute-tool", json=call, timeout=PATIENCE_S)
        until(lambda: client.get("/readyz").status_code == 503)
        why = client.get("/readyz").json()["error"]["message"]
        toolserver.process.send_signal(signal.SIGTERM)
        answer = calling.result(PATIENCE_S)
        status = toolserver.ended()
        relay.thaw()

    assert "no answer within" in why
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert status == 0


def test_replicas_go_by_the_clock_of_the_database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolserver.app.utc_now", lambda: pytest.fail("the local clock may be hours off"))
    with running(database_url) as one, running(database_url) as other:
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["end_call"]}]}
        opened = one.client.post("/sessions", json=body, headers=SERVICE).json()
        call = {"tool_name": "end_call", "arguments": {"reason": "bye"}, "call_id": "call-1"}
        answer = other.client.post("/execute-tool", json=call, headers={"Authorization": f"Bearer {opened['token']}"})
        until(lambda: other.ready().status_code == 200)

        assert answer.json()["result"]["next_action"] == "end_call"
