"""A toolserver that delivers messages, on a database that a test breaks and mends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from sqlalchemy import insert, text

from tests.databases import end_connections
from toolserver.app import create_app, utc_now
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.outbox.scripted import ScriptedReceiver
from toolserver.storage.database import Database
from toolserver.storage.tables import outbox
from toolserver.toolkit.declaration import Tool

KEY = "a service's key"
SERVICE = {"Authorization": f"Bearer {KEY}"}
PATIENCE_S = 40


@dataclass
class Running:
    """The toolserver, and what it has delivered."""

    client: TestClient
    url: str
    receiver: ScriptedReceiver = field(default_factory=ScriptedReceiver)

    def call(self, tool_name: str = "end_call", **more: object) -> Response:
        """A call that writes, made by a service."""
        body = {"tool_name": tool_name, "arguments": {"reason": "bye"}, **more}
        return self.client.post("/execute-tool", json=body, headers=SERVICE)

    def ready(self) -> Response:
        """What a service hears of the toolserver's health."""
        return self.client.get("/readyz", headers=SERVICE)

    def queue(self) -> None:
        """A message that was promised."""
        database = Database(self.url)
        row = {"id": "MSG-1", "call_id": "c", "channel": "sms", "recipient": "+1", "body": "hello", "state": "waiting"}
        with database.engine.begin() as db:
            db.execute(insert(outbox).values(**row, queued_at=utc_now()))
        database.close()


@contextmanager
def running(url: str, *tools: Tool) -> Iterator[Running]:
    """Started, with a key."""
    receiver = ScriptedReceiver()
    settings = Settings(database_url=url, openai_api_key=None, toolserver_api_key=SecretStr(KEY))
    app = create_app(settings, receiver=receiver, catalogue=EVERYTHING.with_tools(tools))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield Running(client, url, receiver)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, but not for ever."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def set_read_only(url: str, is_on: bool) -> None:
    """As after a failover to a standby: every connection that is made from now on may only read."""
    database = Database(url)
    with database.engine.begin() as db:
        db.execute(text("SET TRANSACTION READ WRITE"))
        name = db.execute(text("SELECT current_database()")).scalar_one()
        db.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if is_on else 'off'}"))
    database.close()
    end_connections(url)
