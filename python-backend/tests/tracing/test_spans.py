"""One trace from the sender's request down to the database, which tells nothing about a person."""

import json
import logging

import pytest
from opentelemetry.trace import StatusCode

from tests.tracing.conftest import TracedServer
from tests.tracing.traces import SENDER, TRACE, TRACEPARENT, id_of, parent_of, trace_of


def test_a_request_is_a_span_of_the_senders_trace_and_all_else_is_within_it(server: TracedServer) -> None:
    server.call("writeEntry", headers=TRACEPARENT)
    request, call = server.recorded.named("POST /execute-tool"), server.recorded.named("execute_tool writeEntry")
    claim, settle = server.recorded.named("write_one claim"), server.recorded.named("write settling")

    assert {trace_of(span) for span in server.recorded.spans} == {TRACE}
    assert parent_of(request) == SENDER
    assert parent_of(call) == id_of(request)
    assert (parent_of(claim), parent_of(settle)) == (id_of(call), id_of(call))
    assert [event.name for event in settle.events] == ["unit started", "unit ended"]


def test_a_call_is_named_after_the_conventions(server: TracedServer) -> None:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["writeEntry"]}]}
    session = server.client.post("/sessions", json=body).json()
    call = {"tool_name": "writeEntry", "call_id": "w-1", "session_id": session["session_id"], "agent": "clerk"}
    for _ in range(2):
        server.client.post("/execute-tool", json=call)
    first, again = (span for span in server.recorded.spans if span.name == "execute_tool writeEntry")

    assert first.attributes == {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "writeEntry",
        "gen_ai.tool.call.id": "w-1",
        "gen_ai.agent.name": "clerk",
        "session.id": session["session_id"],
        "frontdesk.outcome": "succeeded",
        "frontdesk.replayed": False,
    }
    assert again.attributes is not None
    assert again.attributes["frontdesk.replayed"] is True


def test_the_current_span_travels_with_a_unit_to_its_thread(server: TracedServer) -> None:
    assert server.call("nameSpan").json()["result"]["say"] == "read look"


@pytest.mark.parametrize(
    "traceparent",
    [
        "",
        "hello",
        f"00-{'0' * 32}-{SENDER}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-{SENDER}-01",
        f"00-{TRACE.upper()}-{SENDER}-01",
        f"00-{TRACE}-{SENDER}-01-more",
        f"00-{TRACE}-{SENDER}",
    ],
)
def test_what_is_no_traceparent_is_ignored(server: TracedServer, traceparent: str) -> None:
    response = server.call("countEntries", headers={"traceparent": traceparent})
    request = server.recorded.named("POST /execute-tool")

    assert response.status_code == 200
    assert (parent_of(request), trace_of(request) == TRACE) == (None, False)


def test_each_of_several_calls_is_a_span_of_the_one_request(server: TracedServer) -> None:
    calls = [{"tool_name": "writeEntry"}, {"tool_name": "countEntries"}, {"tool_name": "madeUp"}]
    server.client.post("/execute-tools", json={"calls": calls}, headers=TRACEPARENT)
    names = ("execute_tool writeEntry", "execute_tool countEntries", "execute_tool unknown")
    request = server.recorded.named("POST /execute-tools")

    assert {parent_of(server.recorded.named(name)) for name in names} == {id_of(request)}


def test_a_call_over_mcp_is_a_span_of_its_request(server: TracedServer) -> None:
    call = {"name": "writeEntry", "arguments": {}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {**TRACEPARENT, "accept": "application/json", "mcp-protocol-version": "2025-06-18"}
    server.client.post("/mcp", json=message, headers=headers)

    assert trace_of(server.recorded.named("execute_tool writeEntry")) == TRACE
    assert parent_of(server.recorded.named("execute_tool writeEntry")) == id_of(server.recorded.named("POST /mcp"))


def test_an_exception_is_told_by_its_type_alone(server: TracedServer) -> None:
    server.call("writeEntry", {"ending": "crashed", "note": "my secret"})
    unit, call = server.recorded.named("write settling"), server.recorded.named("execute_tool writeEntry")
    told = " ".join(span.to_json() for span in server.recorded.spans)

    assert (unit.attributes or {})["error.type"] == "RuntimeError"
    assert (call.attributes or {})["error.type"] == "crashed"
    assert (unit.status.status_code, unit.status.description) == (StatusCode.ERROR, None)
    assert "hunter2" not in told
    assert "secret" not in told


def test_a_refusal_is_told_by_its_type_and_its_status(server: TracedServer) -> None:
    server.call("writeEntry", {"takes_s": "x"})

    assert (server.recorded.named("execute_tool writeEntry").attributes or {})["error.type"] == "InvalidArguments"
    assert (server.recorded.named("POST /execute-tool").attributes or {})["http.response.status_code"] == 422


def test_nothing_but_requests_that_run_tools_is_traced(server: TracedServer) -> None:
    server.client.get("/readyz")
    server.client.get("/metrics")

    assert server.recorded.spans == ()


def test_the_line_of_the_log_names_the_trace(server: TracedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "toolserver.api.watching")
    server.call("writeEntry")
    (line,) = [json.loads(record.getMessage()) for record in caplog.records if "execute_tool" in record.getMessage()]

    assert line["trace"] == trace_of(server.recorded.named("POST /execute-tool"))
