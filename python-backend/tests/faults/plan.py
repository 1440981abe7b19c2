"""What callers do in one run, drawn from a seed.

FAULTS_SEED repeats a plan, FAULTS_CALLS makes it longer, and FAULTS_MINUTES goes on with the next seeds for so long.
"""

import itertools
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.faults.callers import Call
from tests.faults.deaths import Moment, deadly
from tests.faults.ledger import TIMEOUT_S, Ending

SEED: Final = int(os.environ.get("FAULTS_SEED", secrets.randbelow(1_000_000)))
CALLS: Final = int(os.environ.get("FAULTS_CALLS", "2000"))
DEATHS_A_MOMENT: Final = 3
_SPARE: Final = {Moment.AFTER_COMMIT: 2}  # whose replica died of another call right then is answered, and never dies
_OVERDUE: Final = 3
_MINUTES: Final = float(os.environ.get("FAULTS_MINUTES", "0"))
_MOMENTS_OF_READS: Final = (Moment.DURING_TOOL, Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT)  # a read claims nothing
_LONGEST_WAIT_S: Final = 0.05
_ENDINGS: Final[dict[Ending, int]] = {"well": 92, "failed": 3, "failed_keeping": 3, "crashed": 2}


@dataclass(frozen=True)
class PlannedCall:
    """One call and its caller's patience."""

    call: Call
    is_deadly: bool = False
    copies: int = 1  # sent at once
    gives_up_after_s: float | None = None  # on the first try
    comes_back: bool = True


def seeds() -> Iterator[int]:
    """One seed at least."""
    ends_at = time.monotonic() + _MINUTES * 60
    for seed in itertools.count(SEED):
        yield seed
        if time.monotonic() >= ends_at:
            return


@contextmanager
def seed_named(seed: int) -> Iterator[None]:
    """A run that fails says how to repeat it."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"FAULTS_SEED={seed} FAULTS_CALLS={CALLS} repeats this run")
        raise


def plan(seed: int, calls: int) -> list[PlannedCall]:
    """The calls in the order in which they are made; how they interleave is up to the machine."""
    chance = Random(seed)
    planned = [_planned(chance, f"call-{number}") for number in range(calls)]
    for moment in Moment:
        for number in range(DEATHS_A_MOMENT + _SPARE.get(moment, 0)):
            planned.insert(chance.randrange(len(planned)), _death(moment, number))
    for number in range(_OVERDUE):
        call = Call(f"overdue-{number}", arguments={"unit_takes_s": 1.2 * TIMEOUT_S})
        planned.insert(chance.randrange(len(planned)), PlannedCall(call))
    return planned


def _death(moment: Moment, number: int) -> PlannedCall:
    """Of a moment's three one is asked for again, one is left to the sweep, and one is a read where reads pass it."""
    is_read = number == 2 and moment in _MOMENTS_OF_READS
    call = Call(deadly(f"death-{number}", moment), tool_name="findEntry" if is_read else "postEntry")
    return PlannedCall(call, is_deadly=True, comes_back=number != 1)


def _planned(chance: Random, call_id: str) -> PlannedCall:
    gives_up = chance.random() < 0.1
    return PlannedCall(
        _lookup(chance, call_id) if chance.random() < 0.15 else _posting(chance, call_id),
        copies=chance.choice((2, 3, 5)) if chance.random() < 0.1 else 1,
        gives_up_after_s=chance.uniform(0, _LONGEST_WAIT_S) if gives_up else None,
        comes_back=chance.random() < 0.5,
    )


def _posting(chance: Random, call_id: str) -> Call:
    (ending,) = chance.choices(list(_ENDINGS), list(_ENDINGS.values()))
    return Call(call_id, arguments={"ending": ending, "takes_s": _takes_s(chance)})


def _lookup(chance: Random, call_id: str) -> Call:
    return Call(call_id, tool_name="findEntry", arguments={"takes_s": _takes_s(chance)})


def _takes_s(chance: Random) -> float:
    """Mostly at once; now and then just around the timeout, or beyond it."""
    kind = chance.random()
    if kind < 0.9:
        return 0
    return chance.uniform(0, _LONGEST_WAIT_S) if kind < 0.98 else chance.uniform(0.9, 1.1) * TIMEOUT_S
