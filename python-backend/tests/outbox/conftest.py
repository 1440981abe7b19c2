"""An outbox on each kind of database, with a clock the test turns."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from tests.outbox.mailbox import Mailbox
from toolserver.calls.call import Sender, ToolCall
from toolserver.execution.context import Parts, RunningContext
from toolserver.outbox.dispatcher import Dispatcher
from toolserver.outbox.pace import Pace
from toolserver.outbox.receiver import Receiver
from toolserver.storage.database import Database
from toolserver.storage.outbox import queue_message
from toolserver.storage.tables import outbox


@dataclass
class TurnedClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time it was set to."""
        return self.now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass
class Outbox:
    """A prepared database and the ways to fill it and look into it."""

    database: Database
    clock: TurnedClock
    pace: Pace

    def queue(self, body: str, recipient: str = "+12065550100") -> str:
        """Queue one message as a tool does."""
        call = ToolCall("promise", {}, "call-1")
        ctx = RunningContext(Parts(self.database, self.clock, {}), call, Sender(is_service=True))
        with self.database.engine.begin() as db:
            return queue_message(db, ctx, channel="sms", recipient=recipient, body=body)

    def dispatcher(self, receiver: Receiver, pace: Pace | None = None) -> Dispatcher:
        """One of possibly several."""
        return Dispatcher(self.database, receiver, self.clock, pace or self.pace)

    def column(self, name: str) -> list[Any]:
        """What the rows say there, in the order they were queued."""
        with self.database.engine.connect() as db:
            return list(db.execute(select(outbox.c[name]).order_by(outbox.c.queued_at, outbox.c.id)).scalars())


@pytest.fixture
def box(prepared: Database) -> Outbox:
    """An empty outbox; retries wait without chance."""
    return Outbox(prepared, TurnedClock(), Pace(chance=lambda: 1))


@pytest.fixture
def mailbox() -> Iterator[str]:
    """The URL of a receiver on this machine."""
    Mailbox.keys.clear()
    Mailbox.was_called.clear()
    server = HTTPServer(("127.0.0.1", 0), Mailbox)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/messages"
    server.shutdown()
    thread.join()
    server.server_close()
