"""SQLite's file taken away, damaged, full, or wanted by two toolservers."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.programs import BACKEND, free_port
from tests.resilience.conftest import SERVICE, Running, running, until
from tests.resilience.full_disk import emptied_at_last, fill
from toolserver.storage.database import Database
from toolserver.storage.file_lock import DatabaseInUse
from toolserver.storage.journal import Entry, NewCall, claim
from toolserver.storage.schema import prepare, take_over
from toolserver.storage.tables import tool_calls


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "frontdesk.db"


@pytest.fixture
def toolserver(file: Path) -> Iterator[Running]:
    """Started on it, and ready."""
    with running(f"sqlite:///{file}") as started:
        until(lambda: started.ready().status_code == 200)
        yield started


def why(toolserver: Running) -> str:
    until(lambda: toolserver.ready().status_code == 503)
    return str(toolserver.ready().json()["error"]["message"])


def test_a_full_disk_is_told_and_waited_out(toolserver: Running) -> None:
    with emptied_at_last():
        fill()
        refused, told = toolserver.call(call_id="call-1"), why(toolserver)
    until(lambda: toolserver.ready().status_code == 200)

    assert refused.status_code == 503
    assert "disk" in told
    assert toolserver.call(call_id="call-1").json()["replayed"] is False


def test_a_file_that_was_deleted_is_noticed_and_takes_no_more_promises(toolserver: Running, file: Path) -> None:
    file.unlink()
    refused = toolserver.call(call_id="call-1")

    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
    assert str(file) in why(toolserver)


def test_only_a_service_is_told_the_reason(toolserver: Running, file: Path) -> None:
    body = {"scenario": "test", "agents": [{"name": "clerk", "tools": []}]}
    session = toolserver.client.post("/sessions", json=body, headers=SERVICE).json()["token"]
    file.unlink()
    told = why(toolserver)
    strangers = [{}, {"Authorization": "Basic eDp5"}, *({"Authorization": f"Bearer {each}"} for each in ("x", session))]
    answers = [toolserver.client.get("/readyz", headers=each) for each in strangers]

    assert str(file) in told
    assert [each.json()["error"]["message"] for each in answers] == ["not ready"] * 4


def test_a_file_that_was_replaced_is_noticed_and_takes_no_more_promises(toolserver: Running, file: Path) -> None:
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.rename(file)

    assert toolserver.call(call_id="call-1").status_code == 503
    assert why(toolserver).endswith("is not the file that was opened")


def test_a_file_that_is_damaged_is_noticed_and_does_not_pass_for_a_bug(toolserver: Running, file: Path) -> None:
    toolserver.call(call_id="call-1")
    os.truncate(file.with_name("frontdesk.db-wal"), 0)
    with file.open("r+b") as pages:
        pages.write(b"\xff" * 200_000)
    refused = toolserver.client.get("/calls", headers=SERVICE)

    assert refused.status_code == 503
    assert why(toolserver)


def test_a_second_toolserver_on_one_file_stops_with_one_line_and_changes_nothing(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    take_over(database)
    lease = _claimed(database)
    environment = {
        "DATABASE_URL": f"sqlite:///{file}",
        "TOOLSERVER_PORT": str(free_port()),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(BACKEND),
    }
    second = subprocess.run(
        [sys.executable, "-m", "toolserver"], env=environment, capture_output=True, text=True, check=False
    )

    assert second.returncode == 2
    assert second.stderr == (
        f"toolserver: DATABASE_URL: another toolserver is using {file}: stop it, or name another file\n"
    )
    assert _lease(database) == lease
    database.close()


def test_a_port_that_is_taken_is_one_line_that_names_the_setting(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environment = {"DATABASE_URL": f"sqlite:///{file}", "TOOLSERVER_PORT": port, "PYTHONPATH": str(BACKEND)}
        program = [sys.executable, "-m", "toolserver"]
        done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == f"toolserver: TOOLSERVER_PORT: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert not file.exists()


@pytest.mark.parametrize("name", ["link.db", "folder/../frontdesk.db", "file:frontdesk.db?uri=true"])
def test_a_file_has_one_toolserver_by_whichever_name(
    file: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to(file)
    first, second = Database(f"sqlite:///{file}"), Database(f"sqlite:///{name}")
    take_over(first)

    with pytest.raises(DatabaseInUse):
        take_over(second)
    first.close()
    second.close()


def test_the_file_is_free_again_once_its_toolserver_has_stopped(file: Path) -> None:
    first, second = Database(f"sqlite:///{file}"), Database(f"sqlite:///{file}")
    take_over(first)
    with pytest.raises(DatabaseInUse):
        take_over(second)
    prepare(second)  # what commands do, beside a toolserver that runs
    first.close()
    take_over(second)
    second.close()


def _claimed(database: Database) -> datetime:
    entry = Entry("service", "call-1", "t", "f", None, None)
    with database.engine.begin() as db:
        claim(db, NewCall(entry, "{}", datetime.now(UTC)), timeout_s=600)
    return _lease(database)


def _lease(database: Database) -> datetime:
    with database.engine.connect() as db:
        lease: datetime = db.execute(select(tool_calls.c.lease_until)).scalar_one()
    assert lease > datetime.now(UTC) + timedelta(seconds=500)
    return lease
