"""What callers do in one run, drawn from a seed: FAULTS_SEED repeats a plan, FAULTS_CALLS makes it longer."""

import os
import secrets
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.faults.callers import Call
from tests.faults.deaths import Moment, deadly
from tests.faults.ledger import TIMEOUT_S, Ending

SEED: Final = int(os.environ.get("FAULTS_SEED", secrets.randbelow(1_000_000)))
CALLS: Final = int(os.environ.get("FAULTS_CALLS", "2000"))
_CALLS_A_DEATH: Final = 400  # with five moments: each once in 2,000 calls
_LONGEST_WAIT_S: Final = 0.05
_ENDINGS: Final[dict[Ending, int]] = {"well": 92, "failed": 3, "failed_keeping": 3, "crashed": 2}


@dataclass(frozen=True)
class PlannedCall:
    """One call and its caller's patience."""

    call: Call
    copies: int = 1  # sent at once
    gives_up_after_s: float | None = None  # on the first try
    comes_back: bool = True


def plan(seed: int, calls: int) -> list[PlannedCall]:
    """The calls in the order in which they are made; how they interleave is up to the machine."""
    chance = Random(seed)
    planned = [_planned(chance, f"call-{number}") for number in range(calls)]
    for death in range(max(len(Moment), calls // _CALLS_A_DEATH)):
        moment = list(Moment)[death % len(Moment)]
        call = Call(deadly(f"death-{death}", moment))
        comes_back = chance.random() < 0.5
        planned.insert(chance.randrange(len(planned)), PlannedCall(call, gives_up_after_s=10, comes_back=comes_back))
    return planned


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
