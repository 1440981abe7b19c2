"""A service's key, and the former one while it is rotated."""

import pytest
from fastapi.testclient import TestClient

from toolserver.app import create_app
from toolserver.config import Settings, SettingsInvalid, read_settings

NEW, FORMER = "n" * 32, "f" * 32


@pytest.mark.parametrize(("key", "status"), [(NEW, 200), (FORMER, 200), (NEW + FORMER, 401), ("", 401), (None, 401)])
def test_while_a_key_is_rotated_both_are_good(database_url: str, key: str | None, status: int) -> None:
    keys = {"toolserver_api_key": NEW, "toolserver_api_key_previous": FORMER}
    settings = Settings.model_validate({"database_url": database_url, "openai_api_key": None, **keys})
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        response = client.get("/tools", headers=headers)

    assert response.status_code == status


def test_a_former_key_alone_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLSERVER_API_KEY_PREVIOUS", FORMER)
    monkeypatch.delenv("TOOLSERVER_API_KEY", raising=False)

    with pytest.raises(SettingsInvalid, match=r"^TOOLSERVER_API_KEY_PREVIOUS is set without TOOLSERVER_API_KEY"):
        read_settings()


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}])
def test_to_a_service_without_its_key_nothing_has_expired(database_url: str, headers: dict[str, str]) -> None:
    settings = Settings.model_validate({"database_url": database_url, "toolserver_api_key": NEW})
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        error = client.post("/execute-tool", json={"tool_name": "end_call"}, headers=headers).json()["error"]

    assert (error["code"], error["say"]) == ("unauthenticated", "I could not do that just now.")
