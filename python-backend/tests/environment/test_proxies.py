"""Loopback is reached directly whatever proxy the environment names, and a proxy that cannot be used is one line."""

import json
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.mcp_client.stock import StockServer
from tests.mcp_server.serving import serving
from tests.programs import BACKEND, running_program, running_toolserver

NOBODY: Final = "http://127.0.0.1:9"  # a proxy that would refuse every connection
WEBHOOK: Final = {"OUTBOX_WEBHOOK_URL": "https://receiver.example/messages"}
MODEL: Final = {"OPENAI_API_KEY": "sk-nobody"}
TRACES: Final = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example:4318"}
MCP: Final = {"TOOLSERVER_MCP_SERVERS": '{"crm": {"url": "https://crm.example/mcp"}}'}


def started(package: str, folder: Path, **environment: str) -> tuple[int, list[str]]:
    """The exit status and the lines of a program that does not start."""
    settings = {"PYTHONPATH": str(BACKEND), "DATABASE_URL": "sqlite:///frontdesk.db", **environment}
    with running_program([sys.executable, "-m", package], folder, settings) as program:
        return program.ended(), program.lines


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_an_mcp_server_on_loopback_is_asked_directly(tmp_path: Path, variable: str) -> None:
    with serving(StockServer().app()) as url:
        servers = json.dumps({"crm": {"url": f"{url}/mcp"}})
        environment = {variable: NOBODY, "TOOLSERVER_MCP_SERVERS": servers}
        with running_toolserver(tmp_path, **environment) as toolserver, toolserver.client() as client:
            names = [tool["name"] for tool in client.get("/tools").json()["tools"]]

    assert "crm_find" in names


@pytest.mark.parametrize(
    "called",
    [
        {"OUTBOX_WEBHOOK_URL": "http://127.0.0.1:9/messages"},
        {"OUTBOX_WEBHOOK_URL": "http://[::1]:9/messages"},
        {"TOOLSERVER_MCP_SERVERS": '{"crm": {"url": "http://localhost:9/mcp"}}'},
        {"OPENAI_API_KEY": "sk-nobody", "OPENAI_BASE_URL": "http://localhost:9/v1"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
    ],
    ids=str,
)
def test_a_proxy_that_no_client_would_use_does_not_matter(tmp_path: Path, called: dict[str, str]) -> None:
    with running_toolserver(tmp_path, ALL_PROXY="socks://127.0.0.1:7890", **called) as toolserver:
        assert toolserver.client().get("/readyz").status_code == 200


@pytest.mark.parametrize("called", [WEBHOOK, MODEL, TRACES, MCP], ids=lambda called: next(iter(called)))
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ALL_PROXY", "socks://127.0.0.1:7890"),
        ("all_proxy", "socks5://127.0.0.1:7890"),
        ("HTTPS_PROXY", "http://user:secret@proxy.example:port"),
        ("HTTP_PROXY", "ftp://127.0.0.1:7890"),
        ("NO_PROXY", "[fe80::1]"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_one_line_that_names_the_variable(
    tmp_path: Path, called: dict[str, str], variable: str, value: str
) -> None:
    status, lines = started("toolserver", tmp_path, **called, **{variable: value})

    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(f"toolserver: {variable}: ")
    assert "secret" not in lines[0]


def test_the_engine_names_it_too_when_its_toolserver_is_elsewhere(tmp_path: Path) -> None:
    environment = {"ALL_PROXY": "socks://127.0.0.1:7890", "TOOLSERVER_URL": "http://tools.example:8000"}
    status, lines = started("voice_engine", tmp_path, **environment)

    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith("voice engine: ALL_PROXY: ")


def test_a_proxy_is_not_looked_at_where_no_proxy_says_so(tmp_path: Path) -> None:
    with running_toolserver(tmp_path, ALL_PROXY="socks://127.0.0.1:7890", NO_PROXY="*", **WEBHOOK) as toolserver:
        assert toolserver.client().get("/readyz").status_code == 200
