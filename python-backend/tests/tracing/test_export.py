"""Where traces go: nowhere unless the environment says so, then over OTLP from the request to the database."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import BACKEND, running_toolserver
from tests.tracing.collector import collecting
from tests.tracing.traces import SENDER, TRACE, TRACEPARENT
from toolserver.config import Settings, SettingsInvalid, read_settings

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
URL = "http://127.0.0.1:4318"
CALL = {"tool_name": "transfer_to_human", "arguments": {"reason": "a lost glove"}, "call_id": "call-1"}


def test_a_collector_gets_one_trace_from_the_sender_to_the_database(tmp_path: Path, database_url: str) -> None:
    with collecting() as collector:
        environment = {ENDPOINT: collector.url, "DATABASE_URL": database_url}
        with running_toolserver(tmp_path, **environment) as toolserver:
            with toolserver.client() as client:
                client.post("/execute-tool", json=CALL, headers=TRACEPARENT)
            toolserver.process.send_signal(signal.SIGTERM)
            toolserver.ended()
    request, call = collector.named("POST /execute-tool"), collector.named("execute_tool transfer_to_human")
    units = [collector.named("write_one claim"), collector.named("write settling")]

    assert collector.paths == {"/v1/traces"}
    assert collector.services == {"frontdesk-toolserver"}
    assert {span.trace_id.hex() for span in collector.spans} == {TRACE}
    assert request.parent_span_id.hex() == SENDER
    assert call.parent_span_id == request.span_id
    assert {unit.parent_span_id for unit in units} == {call.span_id}
    assert "glove" not in str(collector.spans)


def test_a_collector_that_is_away_stops_no_call_and_no_end(tmp_path: Path) -> None:
    environment = {ENDPOINT: "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_TIMEOUT": "1"}
    with running_toolserver(tmp_path, **environment) as toolserver:
        with toolserver.client() as client:
            answer = client.post("/execute-tool", json=CALL).json()
        toolserver.process.send_signal(signal.SIGTERM)

        assert answer["result"]["queue_position"] == 1
        assert toolserver.ended() == 0


def test_whoever_traces_nothing_does_not_load_the_sdk(tmp_path: Path) -> None:
    program = (
        "import sys; from toolserver.app import create; create();"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])"
    )
    environment = {"PYTHONPATH": str(BACKEND), "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.db'}"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("environment", "exporter"),
    [
        ({}, None),
        ({ENDPOINT: URL}, "otlp"),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": URL}, "otlp"),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, "otlp"),
        ({"OTEL_TRACES_EXPORTER": "console"}, "console"),
        ({"OTEL_TRACES_EXPORTER": "none", ENDPOINT: URL}, None),
        ({"OTEL_SDK_DISABLED": "true", ENDPOINT: URL}, None),
    ],
)
def test_the_standard_variables_say_where_traces_go(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], exporter: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert Settings().traces_exporter == exporter


def test_a_protocol_that_is_not_spoken_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(SettingsInvalid, match="OTEL_EXPORTER_OTLP_PROTOCOL"):
        read_settings()
