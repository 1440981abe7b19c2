"""What the OpenAPI document says of credentials, of refusals, and of tools that came later."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.api.execution.ledger import ledger_tools
from toolserver.api.openapi import describe
from toolserver.app import create_app
from toolserver.config import Settings
from toolserver.control import all_control_tools
from toolserver.execution.registry import Registry


def document(tmp_path: Path, **more: Any) -> dict[str, Any]:
    """As a toolserver with these settings serves it."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", openai_api_key=None, **more)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        headers = {} if not settings.toolserver_api_key else {"Authorization": "Bearer key"}
        served: dict[str, Any] = client.get("/openapi.json", headers=headers).json()
    return served


def operations(served: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Its operations by id."""
    return {each["operationId"]: each for path in served["paths"].values() for each in path.values()}


@pytest.mark.parametrize(
    ("settings", "security"),
    [({"toolserver_api_key": SecretStr("key")}, [{"bearer": []}]), ({}, [{"bearer": []}, {}])],
)
def test_credentials_are_asked_for_where_there_is_a_key(
    tmp_path: Path, settings: dict[str, Any], security: list[dict[str, list[str]]]
) -> None:
    assert document(tmp_path, **settings)["security"] == security


def test_only_the_probes_ask_for_no_credentials(tmp_path: Path) -> None:
    found = operations(document(tmp_path))

    assert {name for name, each in found.items() if each.get("security") == []} == {"is_alive", "is_ready"}
    assert {name for name, each in found.items() if "401" not in each["responses"]} == {"is_alive", "is_ready"}


def test_whoever_is_to_come_back_is_told_when(tmp_path: Path) -> None:
    responses = operations(document(tmp_path))["execute_tool"]["responses"]

    assert {status for status in ("429", "503") if responses[status]["headers"]["Retry-After"]["required"]} == {
        "429",
        "503",
    }


def test_tools_that_come_later_are_in_the_document_too(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", openai_api_key=None))
    registry = Registry(all_control_tools(), 30)
    describe(app, registry, most_calls=1, needs_key=False)
    before = app.openapi()["components"]["schemas"]
    registry.add(ledger_tools())
    after = app.openapi()["components"]["schemas"]

    assert "Call_writeEntry" not in before
    assert "Call_writeEntry" in after
