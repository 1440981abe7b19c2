"""How long calls took, in steps that are few enough to be counted: exact below 256 ms, within 1 % above."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, case, cast, extract, func

from toolserver.storage.tables import tool_calls

PERCENTILES: Final = (50, 95, 99)
_EXACT_MS: Final = 256
_DOUBLINGS: Final = 15  # up to two hours; what took longer is counted in steps of the last width
_MS_A_DAY: Final = 86_400_000


def step_ms(db: Connection) -> ColumnElement[int]:
    """The milliseconds that stand for a settled call's: the middle of its step."""
    took = _took_ms(db)
    steps = [(took < _EXACT_MS << doubling, _middle(took, 1 << doubling)) for doubling in range(1, _DOUBLINGS)]
    return case((took < _EXACT_MS, took), *steps, else_=_middle(took, 1 << _DOUBLINGS))


def percentiles(calls: Mapping[int, int]) -> dict[int, int]:
    """By nearest rank, of calls counted by their milliseconds; none of no calls."""
    return {percentile: _at_rank(calls, percentile) for percentile in PERCENTILES if calls}


def _at_rank(calls: Mapping[int, int], percentile: int) -> int:
    left = (sum(calls.values()) * percentile + 99) // 100
    for ms in sorted(calls):
        left -= calls[ms]
        if left <= 0:
            return ms
    return 0


def _middle(took: ColumnElement[int], width: int) -> ColumnElement[int]:
    return took - took % width + width // 2


def _took_ms(db: Connection) -> ColumnElement[int]:
    """Milliseconds between the call and its outcome; the databases count time differently."""
    called_at, settled_at = tool_calls.c.called_at, tool_calls.c.settled_at
    if db.dialect.name == "postgresql":
        ms: ColumnElement[Any] = func.round(extract("epoch", settled_at - called_at) * 1000)
    else:
        ms = func.round((func.julianday(settled_at) - func.julianday(called_at)) * _MS_A_DAY)
    took = cast(ms, Integer)
    return case((took < 0, 0), else_=took)  # a clock was set back
