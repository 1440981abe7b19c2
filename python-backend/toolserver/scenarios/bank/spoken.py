"""Money, days and account numbers as one would say them."""

import re
from datetime import date
from typing import Final

_LAST_FOUR: Final = re.compile(r"(?<=ending in )[0-9]{4}")


def spoken_usd(cents: int) -> str:
    """`$360` or `$249.99`."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def spoken_day(day: date, today: date) -> str:
    """`November 14`, with its year when that is not this year."""
    spoken = f"{day:%B} {day.day}"
    return spoken if day.year == today.year else f"{spoken}, {day.year}"


def spoken_list(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def ending(number: str) -> str:
    """`ending in 2 0 1 8`: apart, so that no voice reads a year or an amount."""
    return f"ending in {' '.join(number[-4:])}"


def spoken_description(description: str) -> str:
    """A booking's text with the digits of account numbers apart."""
    return _LAST_FOUR.sub(lambda found: " ".join(found[0]), description)
