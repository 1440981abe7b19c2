"""Whether two descriptions are about one issue: people and models tell the same thing twice in other words."""

import re
from typing import Final

_WORD: Final = re.compile(r"\w+(?:[.'-]\w+)*")
_STEM: Final = 5  # letters: charge, charged and charges are one
_ALIKE: Final = {"double": "twice", "doubled": "twice", "duplicate": "twice", "duplicated": "twice"}
_EMPTY: Final = frozenset(
    _WORD.findall(
        "a about an and are at be been but by can caller customer did do does for from had has have he her his i i'm"
        " in is it it's its me my no not of on or our please she so someone that the their them there they this to us"
        " user was we were when with you your"
    )
)
_SAME_DAY, _LATER = 0.5, 0.8  # of the shorter description's words


def is_same_issue(one: str, other: str, *, on_one_day: bool) -> bool:
    """Whether enough of the shorter one's words stand in the other; less is enough on one day.

    When both name numbers (an order, an amount) and none of them is the same, they are about different things.
    """
    left, right = _words(one), _words(other)
    if not left or not right:
        return one.casefold().split() == other.casefold().split()
    if _are_about_different_numbers(left, right):
        return False
    return len(left & right) / min(len(left), len(right)) >= (_SAME_DAY if on_one_day else _LATER)


def _words(text: str) -> frozenset[str]:
    """The words that say something, shortened to their beginnings; numbers stay whole."""
    said = [word for word in _WORD.findall(text.lower()) if word not in _EMPTY]
    return frozenset(_ALIKE.get(word, word if _is_number(word) else word[:_STEM]) for word in said)


def _are_about_different_numbers(left: frozenset[str], right: frozenset[str]) -> bool:
    ours, theirs = set(filter(_is_number, left)), set(filter(_is_number, right))
    return bool(ours and theirs) and not ours & theirs


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word)
