"""Fifty at once of one call_id: one row, one answer."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.faults.callers import Call, Line
from tests.faults.fleet import running_fleet
from tests.faults.ledger import rows_by_call
from toolserver.storage.database import Database


async def test_fifty_parallel_duplicates_have_one_row_and_one_answer(database_url: str, tmp_path: Path) -> None:
    call = Call("call-1", arguments={"takes_s": 0.1})
    async with running_fleet(database_url, tmp_path, size=1 if database_url.startswith("sqlite") else 3) as fleet:
        line = Line(fleet.port)
        await asyncio.gather(*(line.ask(call) for _ in range(50)))

    database = Database(database_url)
    assert await database.read(rows_by_call) == Counter({"call-1": 1})
    assert len(line.witness.said["call-1"]) == 1
    assert line.witness.first_answers["call-1"] == 1
    database.close()
