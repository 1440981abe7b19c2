"""How often something happened, as one would say it."""

from typing import Final

_TIMES: Final = {2: "twice", 3: "three times", 4: "four times"}


def spoken_times(count: int) -> str:
    """`twice`, `three times`."""
    return _TIMES.get(count, f"{count} times")
