"""What is said of an answer that somebody else's tool gave: one or two sentences, whatever it holds."""

import json
import re
from decimal import Decimal
from typing import Final

LONGEST_SAY: Final = 300
DONE: Final = "That is done."
FOUND: Final = "I have the details."
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def said_of(answer: object) -> str:
    """A text or a number as it is, if it is short; of data only that it is there."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return DONE
    is_plain = isinstance(answer, str | int | float | Decimal) and not (isinstance(answer, str) and is_data(answer))
    return (spoken(str(answer)) if is_plain else "") or FOUND


def is_data(text: str) -> bool:
    """An object or an array written as JSON, which nobody wants to hear."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def spoken(text: str) -> str:
    """The text on one line, cut after a sentence if one ends in time, else after a word."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    if len(text) <= LONGEST_SAY:
        return text
    whole = re.match(rf"(.{{1,{LONGEST_SAY}}}[.!?])\s", text) or re.match(rf"(.{{1,{LONGEST_SAY}}})\s", text)
    return whole[1] if whole else text[:LONGEST_SAY]
