"""PostgreSQL as others set it up: with limits and encodings of its own, another time, and replicas that share it."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, create_engine, make_url, select, text

from tests.conftest import SHARED
from tests.databases import POSTGRESQL, own_postgresql
from tests.programs import BACKEND, free_port
from tests.resilience.conftest import PATIENCE_S, SERVICE, running, until
from tests.resilience.tools import Done, Reason
from toolserver.app import create_app
from toolserver.config import Settings
from toolserver.storage.database import Database
from toolserver.storage.tables import tool_calls
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, tool

AHEAD = timedelta(hours=5)
_AHEAD = (
    "CREATE SCHEMA ahead",
    "CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
    " AS 'SELECT pg_catalog.clock_timestamp() + interval ''5 hours'''",
)


@pytest.fixture(params=SHARED, autouse=True)
def url() -> Iterator[str]:
    """A database of the test's own, because its settings are changed."""
    with own_postgresql() as url:
        yield url


@contextmanager
def administering(url: str) -> Iterator[Connection]:
    """Beside the toolserver."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        yield db
    engine.dispose()


def set_up(url: str, *statements: str, **settings: str) -> None:
    """Run these, and let every connection that is made from now on have these settings."""
    name = make_url(url).database
    with administering(url) as db:
        for each in (*statements, *(f"ALTER DATABASE {name} SET {key} = {value}" for key, value in settings.items())):
            db.execute(text(each))


def set_ahead(url: str) -> None:
    """The database's clock is hours before everybody else's."""
    set_up(url, *_AHEAD, search_path="ahead, public, pg_catalog")


def program(url: str, *arguments: str) -> "subprocess.Popen[str]":
    """`python -m toolserver …` on that database."""
    environment = {"DATABASE_URL": url, "TOOLSERVER_PORT": str(free_port()), "PYTHONPATH": str(BACKEND)}
    command = [sys.executable, "-m", "toolserver", *arguments]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def shown(database: Database, *names: str) -> list[str]:
    """Settings of a connection as the toolserver makes it."""
    with database.engine.connect() as db:
        return [db.execute(text(f"SHOW {name}")).scalar_one() for name in names]


LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def test_statements_have_limits_and_those_that_somebody_has_set_stand(url: str) -> None:
    plain, with_options = Database(url), Database(f"{url}?options=-csearch_path%3Dmine&connect_timeout=2")
    limits, path = shown(plain, *LIMITS), shown(with_options, "search_path", *LIMITS)
    set_up(url, statement_timeout="'3s'")
    plain.engine.dispose()
    set_by_somebody = shown(plain, *LIMITS)
    plain.close()
    with_options.close()

    assert limits == ["8s", "6s", "10s"]
    assert path == ["mine", *limits]
    assert set_by_somebody == ["3s", "6s", "10s"]


def test_commands_wait_as_long_as_they_must(url: str) -> None:
    program(url, "rotate-keys").communicate(timeout=PATIENCE_S)
    set_up(url, lock_timeout="'50ms'")
    with administering(url) as db, administering(url) as beside:
        db.execute(text("BEGIN"))
        db.execute(text("LOCK TABLE server_secrets"))
        waiting = program(url, "rotate-keys")
        until(lambda: beside.execute(text(_WAITS_FOR_LONGER)).scalar_one() == 1)
        db.execute(text("COMMIT"))
        done, _ = waiting.communicate(timeout=PATIENCE_S)

    assert waiting.returncode == 0
    assert "key 3 signs from" in done


_WAITS_FOR_LONGER = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock' AND clock_timestamp() > state_change + interval '200 milliseconds'"
)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_another_encoding_is_one_line_that_says_what_to_do(encoding: str) -> None:
    with in_encoding(encoding) as other:
        started = program(other)
        _, told = started.communicate(timeout=PATIENCE_S)

    assert started.returncode == 2
    assert told.startswith(f"toolserver: DATABASE_URL: the database's encoding is {encoding}")
    assert "ENCODING 'UTF8' TEMPLATE template0" in told
    assert told.count("\n") == 1


@contextmanager
def in_encoding(encoding: str) -> Iterator[str]:
    """A database of that encoding."""
    name = f"frontdesk_test_{encoding.lower()}_{time.monotonic_ns()}"
    with administering(POSTGRESQL) as db:
        db.execute(text(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"))
    try:
        yield make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    finally:
        with administering(POSTGRESQL) as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_replicas_that_start_together_on_an_empty_database_all_come_up(url: str) -> None:
    together = threading.Barrier(4)

    def start(_number: int) -> int:
        together.wait()
        with TestClient(create_app(Settings(database_url=url, openai_api_key=None, demo_data="on"))) as client:
            return client.get("/readyz").status_code

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(start, range(4))) == [200] * 4


@tool("wait_for_the_test", effect=Effect.WRITE)
async def wait_for_the_test(_ctx: ToolContext, _arguments: Reason) -> Done:
    """Run until the test lets it go on."""
    has_begun.set()
    await asyncio.to_thread(may_end.wait, PATIENCE_S)
    return Done(say="Done.")


has_begun, may_end = threading.Event(), threading.Event()


def test_leases_and_expiry_go_by_the_clock_of_the_database(url: str) -> None:
    set_ahead(url)
    with (
        running(url, wait_for_the_test) as one,
        running(url, wait_for_the_test) as other,
        ThreadPoolExecutor(1) as aside,
    ):
        first = aside.submit(one.call, "wait_for_the_test", call_id="call-1")
        has_begun.wait(PATIENCE_S)
        again = other.call("wait_for_the_test", call_id="call-1")
        lease = leases(url)
        may_end.set()
        ended = first.result(PATIENCE_S)
        body = {"scenario": "test", "agents": [{"name": "clerk", "tools": ["end_call"]}]}
        expires_at = other.client.post("/sessions", json=body, headers=SERVICE).json()["expires_at"]

    assert again.json()["error"]["code"] == "call_in_progress"
    assert ended.json()["result"]["say"] == "Done."
    for moment in (*lease, datetime.fromisoformat(expires_at)):
        assert AHEAD < moment - datetime.now(UTC) < AHEAD + timedelta(hours=2)


def leases(url: str) -> list[datetime]:
    """Until when the calls that run are somebody's."""
    database = Database(url)
    with database.engine.connect() as db:
        found = list(db.execute(select(tool_calls.c.lease_until)).scalars())
    database.close()
    return found


def test_a_command_goes_by_the_clock_of_the_database_too(url: str) -> None:
    set_ahead(url)
    done, _ = program(url, "rotate-keys").communicate(timeout=PATIENCE_S)
    signs_from = datetime.strptime(done.split("signs from ")[1][:8], "%H:%M:%S").replace(tzinfo=UTC)
    off = (signs_from - datetime.now(UTC)) % timedelta(days=1)

    assert AHEAD < off < AHEAD + timedelta(minutes=10)
