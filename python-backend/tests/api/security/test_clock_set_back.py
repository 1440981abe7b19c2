"""A machine's clock that is set back makes no minute longer, and hides no key that was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.api.execution.conftest import Server, TurnedClock
from tests.api.execution.ledger import ledger_tools, make_ledger
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.storage.database import Database
from toolserver.storage.signing_keys import rotate


@dataclass
class Machine:
    """Its clock, and the time that really passes."""

    clock: TurnedClock
    passed_s: float = 0.0

    def elapsed(self) -> float:
        """As its monotonic clock has it."""
        return self.passed_s

    def pass_by(self, seconds: float) -> None:
        """Both go on."""
        self.passed_s += seconds
        self.clock.move(seconds=seconds)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The toolserver's, in production: nobody hands it a clock."""
    machine = Machine(TurnedClock())
    monkeypatch.setattr("toolserver.app.utc_now", machine.clock)
    monkeypatch.setattr("toolserver.app.monotonic", machine.elapsed)
    return machine


@pytest.fixture
def server(machine: Machine, tmp_path: Path) -> Iterator[Server]:
    """On SQLite, where this machine's clock is the only one."""
    url = f"sqlite:///{tmp_path / 'frontdesk.db'}"
    make_ledger(url)
    settings = Settings(database_url=url, openai_api_key=None, session_calls_a_minute=1)
    with TestClient(
        create_app(settings, catalogue=EVERYTHING.with_tools(ledger_tools())), base_url="http://127.0.0.1:8000"
    ) as client:
        yield Server(client, url, machine.clock)


def test_a_minute_has_sixty_seconds_whatever_the_clock_says(server: Server, machine: Machine) -> None:
    session = server.open_session("writeEntry")
    first = session.call("writeEntry", call_id="call-1")
    machine.pass_by(20)
    machine.clock.move(seconds=-15)
    refused = session.call("writeEntry", {"note": "another"}, call_id="call-2")
    machine.pass_by(40)
    later = session.call("writeEntry", {"note": "another"}, call_id="call-2")

    assert (first.status_code, refused.status_code, later.status_code) == (200, 429, 200)
    assert refused.headers["Retry-After"] == "40"


def test_keys_that_were_changed_are_known_within_half_a_minute(server: Server, machine: Machine) -> None:
    session = server.open_session("writeEntry")
    database = Database(server.database_url)
    for _ in range(2):  # the second one ends what the first key has signed
        with database.engine.begin() as db:
            rotate(db, machine.clock())
    database.close()
    machine.pass_by(25)
    machine.clock.move(seconds=-20)
    still = session.call("writeEntry", call_id="call-1")
    machine.pass_by(6)
    refused = session.call("writeEntry", call_id="call-1")

    assert (still.status_code, refused.status_code) == (200, 401)
