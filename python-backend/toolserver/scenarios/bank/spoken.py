"""Account numbers as one would say them."""

import re
from typing import Final

_LAST_FOUR: Final = re.compile(r"(?<=ending in )[0-9]{4}")


def ending(number: str) -> str:
    """`ending in 2 0 1 8`: apart, so that no voice reads a year or an amount."""
    return f"ending in {' '.join(number[-4:])}"


def spoken_description(description: str) -> str:
    """A booking's text with the digits of account numbers apart."""
    return _LAST_FOUR.sub(lambda found: " ".join(found[0]), description)
