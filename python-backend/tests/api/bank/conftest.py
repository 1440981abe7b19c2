"""The bank over HTTP: the whole toolserver on a database of its own."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from toolserver.app import create_app
from toolserver.config import Settings
from toolserver.storage.database import Database


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A started toolserver with demo data and without a key."""
    settings = Settings(database_url=database_url, openai_api_key=None, toolserver_api_key=None)
    with TestClient(create_app(settings), base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as started:
        yield started


@pytest.fixture
def database(client: TestClient, database_url: str) -> Iterator[Database]:
    """The bank's database, as another process has it."""
    opened = Database(database_url)
    yield opened
    opened.close()
