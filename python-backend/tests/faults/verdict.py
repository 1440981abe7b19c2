"""What must be true after any run: one outcome a call, its effect exactly once, the same bytes for everyone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from tests.faults.callers import Call, Witness
from tests.faults.deaths import Moment, deaths
from tests.faults.ledger import rows_by_call
from tests.faults.matrix import Compared, Fault, Happened
from tests.faults.plan import DEATHS_A_MOMENT
from toolserver.calls.call import Outcome, Settled
from toolserver.execution.answers import unrecorded
from toolserver.storage.database import Database
from toolserver.storage.tables import tool_calls

_SETTLED_WITHIN_S: Final = 30
_LOOK_S: Final = 0.2
_DEATHS: Final = dict(zip(Moment, Fault, strict=False))  # the first rows of the matrix are the moments


async def until_settled(database: Database) -> None:
    """Nobody asks any more, and yet every accepted call ends."""
    async with asyncio.timeout(_SETTLED_WITHIN_S):
        while True:
            if await database.read(_unsettled) == 0:
                return
            await asyncio.sleep(_LOOK_S)


async def check_all(database: Database, witness: Witness, calls: Sequence[Call], folder: Path) -> Compared:
    """Everything that must hold after a run, and that the run has shown what it is for."""
    rows, ends = await database.read(rows_by_call), await database.read(_ends)
    _check_effects(rows, ends, calls)
    _check_answers(witness, ends, calls)
    _note_what_is_left(witness.happened, calls, ends, folder)
    _check_faults(witness.happened)
    return Compared(rows, {call.call_id: witness.replays[call.call_id] for call in calls})


@dataclass(frozen=True)
class _End:
    """What the journal has of one call."""

    outcome: Outcome
    answer: str
    attempt: int

    @property
    def said(self) -> str:
        """As it stands in the response."""
        return f'"{Settled(self.outcome, self.answer).key}": {self.answer}'


def _check_effects(rows: Mapping[str, int], ends: Mapping[str, _End], calls: Sequence[Call]) -> None:
    """A succeeded write left one row; any other left none, unless it failed and said that it keeps its writes."""
    expected = {call.call_id: _expected_rows(call, ends[call.call_id].outcome) for call in calls}

    assert dict(rows) == {call_id: 1 for call_id, is_one in expected.items() if is_one}
    assert ends.keys() == expected.keys()


def _check_answers(witness: Witness, ends: Mapping[str, _End], calls: Sequence[Call]) -> None:
    """Everyone heard what the journal has, at most once as news; a row that is there is never said to be missing."""
    for call in calls:
        assert witness.said[call.call_id] == {ends[call.call_id].said}, call
        assert witness.first_answers[call.call_id] <= 1, call
        assert "not_found" not in ends[call.call_id].said, call


def _note_what_is_left(happened: Happened, calls: Sequence[Call], ends: Mapping[str, _End], folder: Path) -> None:
    """The faults that no caller sees as such: deaths have left a file, and ends are in the journal."""
    for call_id in deaths(folder):
        happened.note(_DEATHS[Moment(call_id.partition("~")[2])], call_id)
    for call in calls:
        if call.arguments.get("unit_takes_s"):
            happened.note(Fault.OVERDUE, call.call_id)
    for call_id, end in ends.items():
        if end.outcome is Outcome.TIMED_OUT:
            happened.note(Fault.TIMED_OUT, call_id)
        if end.attempt > 1:
            happened.note(Fault.TAKEN_OVER, call_id)
        if end.answer == unrecorded().answer:
            happened.note(Fault.ABANDONED, call_id)


def _check_faults(happened: Happened) -> None:
    """A run in which something did not happen has not shown what it is for."""
    for fault in Fault:
        least = DEATHS_A_MOMENT if fault in _DEATHS.values() else 1
        assert happened.times[fault] >= least, f"{fault}: {happened.times[fault]} times"


def _expected_rows(call: Call, outcome: Outcome) -> int:
    if call.tool_name != "postEntry":
        return 0
    keeps = outcome is Outcome.FAILED and call.arguments.get("ending") == "failed_keeping"
    return int(outcome is Outcome.SUCCEEDED or keeps)


def _unsettled(db: Connection) -> int:
    return db.execute(select(func.count()).where(tool_calls.c.outcome.is_(None))).scalar_one()


def _ends(db: Connection) -> dict[str, _End]:
    rows = db.execute(select(tool_calls.c.call_id, tool_calls.c.outcome, tool_calls.c.answer, tool_calls.c.attempt))
    return {call_id: _End(Outcome(outcome), answer, attempt) for call_id, outcome, answer, attempt in rows}
