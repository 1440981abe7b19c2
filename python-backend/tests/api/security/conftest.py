"""A toolserver whose clock the test turns, and a second replica on the same database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server, TurnedClock
from tests.api.execution.ledger import ledger_tools, make_ledger
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.storage.database import Database


@pytest.fixture
def clock() -> TurnedClock:
    """One clock for every replica."""
    return TurnedClock()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database behind the servers, with the watched tools' table."""
    make_ledger(database_url)
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def server(database: Database, database_url: str, clock: TurnedClock) -> Iterator[Server]:
    """One replica."""
    with _replica(database_url, clock) as started:
        yield started


@pytest.fixture
def other(server: Server, database_url: str, clock: TurnedClock) -> Iterator[Server]:
    """Another one."""
    with _replica(server.database_url, clock) as started:
        yield started


@contextmanager
def _replica(database_url: str, clock: TurnedClock) -> Iterator[Server]:
    app = create_app(
        Settings(database_url=database_url, openai_api_key=None),
        catalogue=EVERYTHING.with_tools(ledger_tools()),
        clock=clock,
    )
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield Server(client, database_url, clock)
