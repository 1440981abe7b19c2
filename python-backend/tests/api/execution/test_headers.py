"""What stands in the head of every answer, whatever it is."""

import pytest

from tests.api.execution.conftest import Server
from toolserver.storage.database import Database
from toolserver.storage.tables import sessions

PROMISED = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/tools", 200),
        ("GET", "/openapi.json", 200),
        ("POST", "/execute-tool", 415),
        ("PUT", "/execute-tool", 405),
        ("GET", "/nowhere", 404),
        ("GET", "/docs/../nowhere", 404),
    ],
)
def test_every_answer_is_kept_from_caches_and_frames(server: Server, method: str, path: str, status: int) -> None:
    answer = server.client.request(method, path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED


def test_refusals_and_outages_have_them_too(server: Server) -> None:
    stranger = server.client.get("/tools", headers={"Authorization": "Bearer forged"})
    database = Database(server.database_url)
    sessions.drop(database.engine)
    database.close()
    broken = server.client.post("/sessions", json={"scenario": "test", "agents": [{"name": "clerk", "tools": []}]})

    assert (stranger.status_code, broken.status_code) == (401, 503)
    for answer in (stranger, broken):
        assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED
