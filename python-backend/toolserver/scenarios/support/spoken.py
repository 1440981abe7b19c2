"""Money, dates and counts as one would say them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

_TIMES: Final = {2: "twice", 3: "three times", 4: "four times"}


def spoken_usd(cents: int) -> str:
    """`$360` or `$249.99`."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def spoken_date(day: date, today: date) -> str:
    """`November 14`, with its year when that is not this year."""
    said = f"{day:%B} {day.day}"
    return said if day.year == today.year else f"{said}, {day.year}"


def spoken_list(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def spoken_times(count: int) -> str:
    """`twice`, `three times`."""
    return _TIMES.get(count, f"{count} times")
