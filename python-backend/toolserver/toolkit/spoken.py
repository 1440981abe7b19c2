"""Money, days and lists as one would say them."""

from collections.abc import Sequence
from datetime import date


def spoken_usd(cents: int) -> str:
    """`$360` or `$249.99`."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def spoken_date(day: date, today: date) -> str:
    """`November 14`, with its year when that is not this year; of moments, their days."""
    said = f"{day:%B} {day.day}"
    return said if day.year == today.year else f"{said}, {day.year}"


def spoken_list(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
