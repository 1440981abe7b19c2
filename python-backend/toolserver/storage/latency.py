"""How long calls took, in steps that are few enough to be counted: exact below 256 ms, within 1 % above."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, case, cast, extract, func

from toolserver.storage.tables import tool_calls

PERCENTILES: Final = (50, 95, 99)
_EXACT_BITS: Final = 8
_MS_A_DAY: Final = 86_400_000


def step(ms: int) -> int:
    """The milliseconds that stand for these: the middle of a step, which is twice as wide with each doubling."""
    width = 1 << max(0, ms.bit_length() - _EXACT_BITS)
    return ms - ms % width + width // 2


def percentiles(calls: Mapping[int, int]) -> dict[int, int]:
    """By nearest rank, of calls counted by their milliseconds; none of no calls."""
    return {percentile: _at_rank(calls, percentile) for percentile in PERCENTILES if calls}


def took_ms(db: Connection) -> ColumnElement[int]:
    """Milliseconds between a call and its outcome; the databases count time differently."""
    called_at, settled_at = tool_calls.c.called_at, tool_calls.c.settled_at
    if db.dialect.name == "postgresql":
        ms: ColumnElement[Any] = func.round(extract("epoch", settled_at - called_at) * 1000)
    else:
        ms = func.round((func.julianday(settled_at) - func.julianday(called_at)) * _MS_A_DAY)
    took = cast(ms, Integer)
    return case((settled_at < called_at, 0), else_=took)  # a clock was set back


def _at_rank(calls: Mapping[int, int], percentile: int) -> int:
    left = (sum(calls.values()) * percentile + 99) // 100
    for ms in sorted(calls):
        left -= calls[ms]
        if left <= 0:
            return ms
    return 0
