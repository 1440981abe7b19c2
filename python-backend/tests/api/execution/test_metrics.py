"""GET /metrics, and the line that the log has of each call."""

import json
import logging
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.execution.conftest import Server

WATCHING = "toolserver.api.watching"


def samples(server: Server, name: str) -> dict[tuple[str, ...], float]:
    """The values of one series by its labels, in the labels' order by name."""
    families = text_string_to_metric_families(server.client.get("/metrics").text)
    found = (sample for family in families for sample in family.samples if sample.name == name)
    return {tuple(value for _, value in sorted(sample.labels.items())): sample.value for sample in found}


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines of calls."""
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == WATCHING]


def test_calls_are_counted_by_tool_and_outcome(server: Server) -> None:
    for _ in range(2):
        server.call("writeEntry", call_id="w-1")
    server.call("writeEntry", {"ending": "failed"})
    server.call("writeEntry", {"ending": "crashed"})
    server.call("writeEntry", {"takes_s": "x"})
    server.client.post("/execute-tools", json={"calls": [{"tool_name": "countEntries"}] * 3})
    server.call("hang_up", {"reason": "goodbye"})

    assert samples(server, "execute_tool_calls_total") == {
        ("writeEntry", "succeeded"): 1,
        ("writeEntry", "replayed"): 1,
        ("writeEntry", "failed"): 1,
        ("writeEntry", "crashed"): 1,
        ("writeEntry", "refused"): 1,
        ("countEntries", "succeeded"): 3,
        ("end_call", "succeeded"): 1,
    }


def test_only_calls_that_ran_are_timed(server: Server) -> None:
    server.call("writeEntry", {"takes_s": 0.02}, call_id="w-1")
    server.call("writeEntry", {"takes_s": 0.02}, call_id="w-1")
    server.call("writeEntry", {"takes_s": "x"})

    assert samples(server, "execute_tool_duration_seconds_count") == {("writeEntry",): 1}
    assert samples(server, "execute_tool_duration_seconds_sum")["writeEntry",] >= 0.02
    assert samples(server, "execute_tool_duration_seconds_bucket")["writeEntry", "0.01"] == 0


def test_nobody_can_make_up_series(server: Server) -> None:
    for number in range(3):
        server.call(f"madeUp{number}")

    assert samples(server, "execute_tool_calls_total") == {("unknown", "refused"): 3}


def test_what_goes_on_right_now_is_shown(server: Server) -> None:
    server.open_session("writeEntry")
    server.clock.move(minutes=40)
    server.open_session("writeEntry")
    both = samples(server, "tool_sessions_open")
    server.clock.move(minutes=40)
    server.call("writeEntry", {"ending": "crashed"})

    assert both == {(): 2}
    assert samples(server, "tool_sessions_open") == {(): 1}
    assert samples(server, "execute_tool_in_flight") == {(): 0}


def test_only_services_read_the_metrics(server: Server) -> None:
    session = server.open_session("writeEntry")

    assert server.client.get("/metrics").headers["content-type"].startswith("text/plain")
    assert server.client.get("/metrics", headers=session.headers).status_code == 403
    assert server.client.get("/metrics", headers={"Authorization": "Bearer forged"}).status_code == 401
    assert server.client.get("/metrics", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 401


def test_a_settled_call_is_one_line_of_the_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, WATCHING)
    session = server.open_session("writeEntry")
    session.call("writeEntry", {"note": "my secret"}, call_id="w-1", agent="clerk")
    server.call("writeEntry", {"ending": "failed"}, call_id="line\nbreak")
    server.call("writeEntry", {"ending": "failed"}, call_id="line\nbreak")
    server.call("writeEntri")
    first, *others = logged(caplog)

    assert first["session"].startswith("TS-")
    assert isinstance(first["ms"], int)
    assert {name: first[name] for name in ("event", "tool", "call_id", "agent", "outcome", "replayed")} == {
        "event": "execute_tool",
        "tool": "writeEntry",
        "call_id": "w-1",
        "agent": "clerk",
        "outcome": "succeeded",
        "replayed": False,
    }
    assert [(each["outcome"], each["replayed"]) for each in others] == [("failed", False), ("failed", True)]
    assert "secret" not in caplog.text
    assert all("\n" not in record.getMessage() for record in caplog.records if record.name == WATCHING)


def test_the_line_names_the_trace_that_its_sender_names_while_nothing_is_traced(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, WATCHING)
    trace = "0af7651916cd43dd8448eb211c80319c"
    for header in (f"00-{trace}-b7ad6b7169203331-01", "hello"):
        headers = {"traceparent": header}
        server.client.post("/execute-tool", json={"tool_name": "countEntries"}, headers=headers)
    server.call("countEntries")

    assert [line["trace"] for line in logged(caplog)] == [trace, None, None]
