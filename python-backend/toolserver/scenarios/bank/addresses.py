"""Whether an address can be delivered to, and whether it is the one on file."""

import re
from typing import Final

from toolserver.errors import ToolFailed

_WORD: Final = re.compile(r"\w+")
_SHORT: Final = {"street": "st", "avenue": "ave", "road": "rd", "lane": "ln", "drive": "dr", "boulevard": "blvd"}
_FEWEST_WORDS: Final = 3  # "12 Elm Anytown"


def require_deliverable(address: str) -> None:
    """Raises ToolFailed for "my usual address" and "Main Street": without a number and a place nothing arrives."""
    words = _words(address)
    if len(words) < _FEWEST_WORDS or not any(word[0].isdigit() for word in words):
        say = "Where should the card go? Please tell me the whole address, with the number, the street and the city."
        raise ToolFailed("address_incomplete", say=say)


def is_same(address: str, on_file: str) -> bool:
    """Whether all that is on file was said, however it was abbreviated."""
    return set(_words(on_file)) <= set(_words(address))


def _words(address: str) -> list[str]:
    return [_SHORT.get(word, word) for word in _WORD.findall(address.casefold())]
