"""A toolserver with the ledger's watched tools, under limits that a test sets."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server, TurnedClock
from tests.api.execution.ledger import ledger_tools, make_ledger
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.toolkit.declaration import Tool


@contextmanager
def serving(database_url: str, tools: Iterable[Tool] = (), /, **settings: Any) -> Iterator[Server]:
    """Started, on loopback, without a key."""
    make_ledger(database_url)
    clock = TurnedClock()
    chosen = Settings(database_url=database_url, openai_api_key=None, **settings)
    app = create_app(chosen, catalogue=EVERYTHING.with_tools((*ledger_tools(), *tools)), clock=clock)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield Server(client, database_url, clock)
