"""Account numbers as they are printed: in groups, which are read one digit after the other."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import one_by_one

_IBAN: Final = re.compile(r"(?<![\w-])([A-Z]{2}\d{2})((?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?)(?![\w-])")
_NOT_ABROAD: Final = r"(?<!\+\d )(?<!\+\d\d )(?<!\+\d\d\d )"  # +44 20 … is read as a whole elsewhere
_GROUPS: Final = re.compile(
    rf"(?<![\w.,$€£¥₹/:+-]){_NOT_ABROAD}(\d{{2,6}}(?:[ \u00a0]\d{{2,6}}){{2,7}}|0\d{{3,4}} \d{{6,7}})"
    r"(?![\w%:]|[.,/-]\d)"
)
_HYPHENS: Final = re.compile(r"(?<![\w.,$€£¥₹/:+-])(\d{4}(?:-\d{4}){2,3})(?![\w-])")
_LEAST_DIGITS: Final = 8  # fewer may be anything
_LEAST_GROUP: Final = 3  # pairs are an account only after a zero: 20 30 40 50 are numbers


def accounts_in_words(text: str) -> str:
    """NO93 8601 1117 947 is "N O nine three, eight six zero one, one one one seven, nine four seven"."""
    text = _IBAN.sub(_iban, text)
    return _HYPHENS.sub(_groups, _GROUPS.sub(_groups, text))


def _iban(match: re.Match[str]) -> str:
    rest = match[2].replace(" ", "")
    return _spoken([match[1], *(rest[start : start + 4] for start in range(0, len(rest), 4))])


def _groups(match: re.Match[str]) -> str:
    groups = re.split(r"[- \u00a0]", match[1])
    if sum(map(len, groups)) < _LEAST_DIGITS or (max(map(len, groups)) < _LEAST_GROUP and match[1][0] != "0"):
        return match[0]
    return _spoken([part for group in groups for part in _short(group)])


def _short(group: str) -> list[str]:
    """Six digits at once are too many to follow."""
    return [group[:3], group[3:]] if len(group) > 5 else [group]


def _spoken(groups: list[str]) -> str:
    return ", ".join(map(one_by_one, groups))
