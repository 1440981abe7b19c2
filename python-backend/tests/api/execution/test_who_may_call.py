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


def test_a_session_may_not_open_sessions(server: Server) -> None:
    session = server.open_session("writeEntry")
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["ownEntries"]}]}

    assert code(server.client.post("/sessions", json=body, headers=session.headers)) == (403, "not_permitted")


def test_an_agent_without_one_of_its_tools_has_the_others(server: Server) -> None:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["writeEntri", "writeEntry"]}]}
    opened = server.client.post("/sessions", json=body).json()
    session = Server(server.client, server.database_url, server.clock, {"Authorization": f"Bearer {opened['token']}"})

    assert [(each["agent"], each["tool"]) for each in opened["missing"]] == [("clerk", "writeEntri")]
    assert "did you mean writeEntry" in opened["missing"][0]["reason"]
    assert session.call("writeEntry", call_id="1").status_code == 200


def test_operators_are_told_what_agents_do_without(server: Server) -> None:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["fly"]}]}
    server.client.post("/sessions", json=body)
    told = server.client.get("/readyz")
    outside = server.client.get("/readyz", headers={"Origin": "https://elsewhere.example"})

    assert told.json() == {"status": "ready", "missing": ["agent clerk of test is without fly: there is no tool 'fly'"]}
    assert outside.json() == {"status": "ready"}
    server.open_session("writeEntry")
    assert server.client.get("/readyz").json() == {"status": "ready"}


def test_a_session_is_shown_its_scenarios_tools_and_those_of_every_one(server: Server) -> None:
    session = server.open_session("writeEntry")
    shown = server.client.get("/tools", headers=session.headers).json()["tools"]
    everything = server.client.get("/tools").json()["tools"]

    assert {entry["scenario"] for entry in shown} == {None}
    assert {"writeEntry", "end_call"} <= {entry["name"] for entry in shown} < {entry["name"] for entry in everything}
    assert code(server.client.get("/tools/checkout", headers=session.headers)) == (404, "unknown_tool")
    of_the_shop = server.client.get("/tools?scenario=customerServiceRetail").json()["tools"]
    assert {entry["scenario"] for entry in of_the_shop} == {None, "customerServiceRetail"}


def test_one_tool_is_shown_by_its_name(server: Server) -> None:
    everything = server.client.get("/tools").json()["tools"]
    one = next(entry for entry in everything if entry["name"] == "checkout")

    assert server.client.get("/tools/checkout").json() == one
    assert server.client.get("/tools/hang_up").json()["name"] == "end_call"
    assert code(server.client.get("/tools/checkoot")) == (404, "unknown_tool")


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
