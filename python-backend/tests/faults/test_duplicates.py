"""Fifty at once of one call_id: one row, one answer."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from tests.databases import empty, postgresql_answers
from tests.faults.callers import Call, Line
from tests.faults.fleet import running_fleet
from tests.faults.ledger import rows_by_call
from tests.faults.matrix import Compared, Fault, Matrix
from toolserver.storage.database import Database
from toolserver.storage.tables import tool_calls

COPIES = 50
WRITE = Call("write-1", arguments={"takes_s": 0.1})
READ = Call("read-1", tool_name="findEntry", arguments={"takes_s": 0.1})
PLACES = [("SQLite", 1)] + [("PostgreSQL", 1), ("PostgreSQL", 3)] * postgresql_answers()


@pytest.mark.parametrize(("kind", "processes"), PLACES)
async def test_fifty_parallel_duplicates_have_one_row_and_one_answer(
    request: pytest.FixtureRequest, tmp_path: Path, fault_matrix: Matrix, kind: str, processes: int
) -> None:
    database_url = url_of(kind, request, tmp_path)
    async with running_fleet(database_url, tmp_path, processes) as fleet:
        line = Line(fleet.port)
        await asyncio.gather(*(line.ask(call) for call in (WRITE, READ) for _ in range(COPIES)))
    witness, database = line.witness, Database(database_url)
    rows, settled = await database.read(rows_by_call), await database.read(settled_ids)
    database.close()

    assert rows == Counter({"write-1": 1})
    assert settled == ["read-1", "write-1"]
    assert {call_id: len(said) for call_id, said in witness.said.items()} == {"write-1": 1, "read-1": 1}
    assert witness.first_answers == Counter({"write-1": 1, "read-1": 1})
    assert witness.replays == Counter({"write-1": COPIES - 1, "read-1": COPIES - 1})
    for call_id in settled:
        witness.happened.note(Fault.AT_ONCE, call_id)
    fault_matrix.add(
        f"{kind}, processes: {processes}, {COPIES} at once", witness.happened, Compared(rows, witness.replays)
    )


def url_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """An empty database of that kind."""
    if kind == "SQLite":
        return f"sqlite:///{folder / 'frontdesk.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    empty(url)
    return url


def settled_ids(db: Connection) -> list[str]:
    """Of the calls that have ended, one for each row of the journal."""
    is_settled = tool_calls.c.outcome.is_not(None)
    return list(db.execute(select(tool_calls.c.call_id).where(is_settled).order_by(tool_calls.c.call_id)).scalars())
