"""Money and dates as one would say them."""

from datetime import datetime


def spoken_usd(cents: int) -> str:
    """`$360` or `$249.99`."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def spoken_date(moment: datetime, now: datetime) -> str:
    """`November 14`, with its year when that is not this year."""
    day = f"{moment:%B} {moment.day}"
    return day if moment.year == now.year else f"{day}, {moment.year}"


def spoken_list(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
