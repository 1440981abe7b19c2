"""The page of the interface: who may read it, and that it needs no other host."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from toolserver.app import create_app
from toolserver.config import Settings

KEY = "the-key-of-a-service"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[TestClient]:
    """A toolserver with a key."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}", toolserver_api_key=SecretStr(KEY))
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/tools"])
def test_with_a_key_only_services_read_the_interface(guarded: TestClient, path: str) -> None:
    stranger = guarded.get(path)
    wrong = guarded.get(path, headers={"Authorization": "Bearer nobody's"})
    service = guarded.get(path, headers={"Authorization": f"Bearer {KEY}"})

    assert (stranger.status_code, wrong.status_code, service.status_code) == (401, 401, 200)


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_a_browser_may_show_the_key_as_a_password(guarded: TestClient, path: str) -> None:
    asked = guarded.get(path).headers["www-authenticate"]

    assert asked.startswith("Basic ")
    assert guarded.get(path, auth=("anybody", KEY)).status_code == 200
    assert guarded.get(path, auth=("anybody", "guessed")).status_code == 401
    assert guarded.get(path, headers={"Authorization": "Basic ###"}).status_code == 401


def test_a_password_opens_nothing_else(guarded: TestClient) -> None:
    assert guarded.get("/tools", auth=("anybody", KEY)).status_code == 401


def test_the_page_loads_everything_from_this_server(guarded: TestClient) -> None:
    page = guarded.get("/docs", auth=("anybody", KEY))
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    (nonce,) = set(re.findall(r'nonce="([^"]+)"', page.text))

    assert sources
    assert [guarded.get(source).status_code for source in sources] == [200] * len(sources)
    assert f"script-src 'self' 'nonce-{nonce}'" in page.headers["content-security-policy"]
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert "https://" not in page.text
