"""Services, sessions and strangers."""

from datetime import timedelta

import jwt
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.execution.conftest import Server
from toolserver.app import create_app
from toolserver.config import Settings, SettingsInvalid, read_settings


def code(response: Response) -> tuple[int, str]:
    """Status and error code."""
    return response.status_code, response.json()["error"]["code"]


def test_a_session_may_use_only_tools_it_was_granted(server: Server) -> None:
    session = server.open_session("countEntries")

    assert code(session.call("writeEntry", call_id="c")) == (403, "not_permitted")


def test_an_agent_is_checked_against_its_own_tools(server: Server) -> None:
    session = server.open_session("writeEntry")

    assert code(session.call("writeEntry", call_id="c", agent="sales")) == (403, "not_permitted")
    assert session.call("writeEntry", call_id="c", agent="clerk").status_code == 200


def test_a_session_needs_a_verified_customer_for_customer_data(server: Server) -> None:
    assert code(server.open_session("ownEntries").call("ownEntries", call_id="c")) == (403, "verification_required")


def test_a_session_needs_call_ids(server: Server) -> None:
    assert code(server.open_session("writeEntry").call("writeEntry")) == (422, "invalid_arguments")


def test_an_expired_session_is_nobody(server: Server) -> None:
    session = server.open_session("writeEntry")
    server.clock.move(minutes=66)

    assert code(session.call("writeEntry", call_id="c")) == (401, "unauthenticated")


def test_an_ended_session_is_nobody(server: Server) -> None:
    session = server.open_session("writeEntry")
    session_id = jwt.decode(session.headers["Authorization"][7:], options={"verify_signature": False})["sub"]

    assert server.client.delete(f"/sessions/{session_id}", headers=session.headers).status_code == 204
    assert code(session.call("writeEntry", call_id="c")) == (401, "unauthenticated")


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_forged_token_is_refused(server: Server, algorithm: str) -> None:
    real = server.open_session("writeEntry").headers["Authorization"][7:]
    claims = jwt.decode(real, options={"verify_signature": False})
    forged = jwt.encode(claims, "guess" * 10 if algorithm == "HS256" else "", algorithm=algorithm)
    server.headers = {"Authorization": f"Bearer {forged}"}

    assert code(server.call("writeEntry", call_id="c")) == (401, "unauthenticated")


def test_a_session_may_not_open_sessions_or_read_the_manifest(server: Server) -> None:
    session = server.open_session("writeEntry")
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["ownEntries"]}]}

    assert code(server.client.post("/sessions", json=body, headers=session.headers)) == (403, "not_permitted")
    assert code(server.client.get("/tools", headers=session.headers)) == (403, "not_permitted")


def test_a_session_with_an_unknown_tool_is_refused_by_name(server: Server) -> None:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["writeEntri"]}]}
    response = server.client.post("/sessions", json=body)

    assert code(response) == (404, "unknown_tool")
    assert "writeEntry" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic d3Jvbmc="},
    ],
)
def test_without_a_key_only_plain_loopback_requests_are_served(server: Server, headers: dict[str, str]) -> None:
    server.headers = headers

    assert code(server.call("writeEntry")) == (401, "unauthenticated")
    assert server.rows() == 0


def test_with_a_key_everyone_needs_it(database_url: str) -> None:
    settings = Settings(database_url=database_url, toolserver_api_key="k" * 32, openai_api_key=None)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        without = client.get("/tools")
        wrong = client.get("/tools", headers={"Authorization": "Bearer " + "x" * 32})
        right = client.get("/tools", headers={"Authorization": "Bearer " + "k" * 32})

    assert (without.status_code, wrong.status_code, right.status_code) == (401, 401, 200)


def test_listening_elsewhere_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLSERVER_HOST", "192.0.2.1")
    monkeypatch.delenv("TOOLSERVER_API_KEY", raising=False)

    with pytest.raises(SettingsInvalid, match="TOOLSERVER_API_KEY"):
        read_settings()


def test_a_session_is_cut_off_when_it_repeats_itself(server: Server) -> None:
    session = server.open_session("writeEntry")
    statuses = [session.call("writeEntry", call_id=f"c{n}").status_code for n in range(4)]
    server.clock.now += timedelta(minutes=2)

    assert statuses == [200, 200, 200, 429]
    assert session.call("writeEntry", call_id="c9").status_code == 200


def test_to_a_session_that_is_over_its_call_has_expired(server: Server) -> None:
    session = server.open_session("writeEntry")
    server.clock.move(minutes=66)

    assert session.call("writeEntry", call_id="c-1").json()["error"]["say"].startswith("This call has expired.")
