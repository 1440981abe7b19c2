"""Where units run on SQLite, and what becomes of a group of them."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from toolserver.errors import Unavailable
from toolserver.storage.database import Database
from toolserver.storage.faults import UnitMistaken
from toolserver.toolkit.context import Unit


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """One with a table of notes."""
    database = Database(f"sqlite:///{tmp_path / 'units.db'}")
    with database.engine.begin() as db:
        db.execute(text("CREATE TABLE notes (text TEXT PRIMARY KEY)"))
    yield database
    database.close()


def which_thread(_db: Connection) -> str:
    """Where a unit runs."""
    return threading.current_thread().name


def note(words: str) -> Unit[int]:
    """A unit that writes one row."""
    return lambda db: db.execute(text("INSERT INTO notes VALUES (:words)"), {"words": words}).rowcount


def notes(db: Connection) -> list[str]:
    """All rows."""
    return list(db.execute(text("SELECT text FROM notes ORDER BY text")).scalars())


async def test_units_of_tools_run_on_threads_and_the_loop_goes_on(database: Database) -> None:
    is_open = threading.Event()
    reading = asyncio.create_task(database.read(lambda _db: is_open.wait(10)))
    writing = asyncio.create_task(database.write(lambda _db: is_open.wait(10)))
    for _ in range(10):
        await asyncio.sleep(0)
    is_open.set()

    assert await reading is True
    assert await writing is True


async def test_a_look_up_and_a_statement_leave_the_loop_only_for_the_commit(database: Database) -> None:
    here = threading.current_thread().name

    assert await database.look_up(which_thread) == here
    assert await database.write_one(which_thread) == here
    assert (await database.read(which_thread)).startswith("database")
    assert (await database.write(which_thread)).startswith("database-writer")


async def test_statements_and_units_in_one_group_are_all_written(database: Database) -> None:
    await asyncio.gather(
        database.write_one(note("first")), database.write(note("unit")), database.write_one(note("last"))
    )

    assert await database.read(notes) == ["first", "last", "unit"]


async def test_a_unit_that_fails_takes_nothing_of_its_group_with_it(database: Database) -> None:
    def fail(db: Connection) -> None:
        db.execute(text("INSERT INTO notes VALUES ('half')"))
        raise RuntimeError("no")

    ended = await asyncio.gather(
        database.write(note("before")), database.write(fail), database.write(note("after")), return_exceptions=True
    )
    failed = await asyncio.gather(database.write_one(fail), database.write_one(note("later")), return_exceptions=True)

    assert isinstance(ended[1], RuntimeError)
    assert isinstance(failed[0], RuntimeError)
    assert await database.read(notes) == ["after", "before", "later"]


async def test_a_constraint_that_breaks_at_the_commit_takes_nothing_of_its_group_with_it(database: Database) -> None:
    with database.engine.begin() as db:
        parent = "REFERENCES notes (text) DEFERRABLE INITIALLY DEFERRED"
        db.execute(text(f"CREATE TABLE answers (note TEXT {parent})"))

    def answer_nobody(db: Connection) -> None:
        db.execute(text("INSERT INTO answers VALUES ('unsaid')"))

    ended = await asyncio.gather(
        database.write(note("before")),
        database.write(answer_nobody),
        database.write(note("after")),
        return_exceptions=True,
    )

    assert isinstance(ended[1], UnitMistaken)
    assert (ended[0], ended[2]) == (1, 1)
    assert await database.read(notes) == ["after", "before"]


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No database grows beyond some kilobytes."""

    def has_little_room(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=20")

    event.listen(Engine, "connect", has_little_room)
    yield
    event.remove(Engine, "connect", has_little_room)


@pytest.mark.parametrize("way", ["write", "write_one"])
async def test_what_does_not_fit_on_a_full_disk_takes_nothing_of_its_group_with_it(
    full_disk: None, database: Database, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    write = getattr(database, way)
    ended = await asyncio.gather(*(write(note(words)) for words in ("short", "x" * 1_000_000)), return_exceptions=True)

    assert ended[0] == 1
    assert isinstance(ended[1], Unavailable)
    assert "disk is full" in caplog.text
    assert await database.read(notes) == ["short"]


async def test_a_writer_waits_for_another_process_on_its_thread(database: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'units.db'}")
    with other.engine.begin() as db:
        db.execute(text("INSERT INTO notes VALUES ('other')"))
        writing = asyncio.create_task(database.write_one(note("mine")))
        for _ in range(10):
            await asyncio.sleep(0)
        is_waiting = not writing.done()
    await writing
    other.close()

    assert is_waiting
    assert await database.read(notes) == ["mine", "other"]


async def test_what_the_database_said_is_for_the_log_and_not_for_the_caller(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unavailable) as refused:
        await database.read(lambda db: db.execute(text("SELECT * FROM nowhere")).all())

    assert "nowhere" not in refused.value.message
    assert "nowhere" in caplog.text
