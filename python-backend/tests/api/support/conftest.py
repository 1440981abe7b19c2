"""TechCo Support over HTTP: the whole toolserver on a database of its own."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import TurnedClock
from tests.api.support.calls import Caller
from toolserver.app import create_app
from toolserver.config import Settings


@pytest.fixture
def clock() -> TurnedClock:
    """Stands still until a test moves it."""
    return TurnedClock()


@pytest.fixture
def client(database_url: str, clock: TurnedClock) -> Iterator[TestClient]:
    """A started toolserver with demo data and without a key."""
    settings = Settings(database_url=database_url, openai_api_key=None, toolserver_api_key=None)
    app = create_app(settings, clock=clock)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as started:
        yield started


@pytest.fixture
def service(client: TestClient) -> Caller:
    """A developer with curl."""
    return Caller(client)


@pytest.fixture
def caller(client: TestClient) -> Caller:
    """A browser's call: it has verified nobody yet."""
    return Caller.in_session(client)
