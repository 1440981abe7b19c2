"""What must be true after any run: one outcome a call, its effect exactly once, the same bytes for everyone."""

import asyncio
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, func, select

from tests.faults.callers import Call, Witness
from tests.faults.ledger import rows_by_call
from toolserver.calls.call import Outcome
from toolserver.storage.database import Database
from toolserver.storage.tables import tool_calls

_SETTLED_WITHIN_S: Final = 30
_LOOK_S: Final = 0.2


async def until_settled(database: Database) -> None:
    """Nobody asks any more, and yet every accepted call ends."""
    async with asyncio.timeout(_SETTLED_WITHIN_S):
        while True:
            if await database.read(_unsettled) == 0:
                return
            await asyncio.sleep(_LOOK_S)


async def check_effects(database: Database, calls: Iterable[Call]) -> None:
    """A succeeded write left one row; any other left none, unless it failed and said that it keeps its writes."""
    rows, outcomes = await database.read(rows_by_call), await database.read(_outcomes)
    for call in calls:
        assert rows[call.call_id] == _expected_rows(call, outcomes[call.call_id]), (call, outcomes[call.call_id])


def check_answers(witness: Witness, calls: Iterable[Call]) -> None:
    """Everyone heard the same of a call, at most once as news; a row that is there is never said to be missing."""
    for call in calls:
        said = witness.said[call.call_id]
        assert len(said) == 1, (call, said)
        assert witness.first_answers[call.call_id] <= 1, call
        assert "not_found" not in str(said), call


def _expected_rows(call: Call, outcome: Outcome) -> int:
    if call.tool_name != "postEntry":
        return 0
    keeps = outcome is Outcome.FAILED and call.arguments.get("ending") == "failed_keeping"
    return int(outcome is Outcome.SUCCEEDED or keeps)


def _unsettled(db: Connection) -> int:
    return db.execute(select(func.count()).where(tool_calls.c.outcome.is_(None))).scalar_one()


def _outcomes(db: Connection) -> dict[str, Outcome]:
    rows = db.execute(select(tool_calls.c.call_id, tool_calls.c.outcome))
    return {call_id: Outcome(outcome) for call_id, outcome in rows}
