"""Patterns of strangers that no text can keep busy for long; any other is none."""

import re
from collections.abc import Mapping
from math import inf, prod
from typing import Final

_LONGEST_MATCHED: Final = 100  # characters; a longer text fits no pattern
_LONGEST: Final = 100  # characters of a pattern
_MOST_WAYS: Final = 10_000  # in which a text can be matched from one place
_TOKEN: Final = re.compile(
    r"(?P<plain>\\[^1-9]|\[(?!\^?\[:)\^?\]?(?:\\.|[^\]\\])*\]|\(\?:)"
    r"|(?P<unbounded>\\[1-9]|\[\^?\[:|\(\?|\)[*+{])"  # also the sets that other languages name
    r"|(?P<open>[*+]|\{\d*,\d*\})|(?P<either>[?|])|[\s\S]"
)
_WAYS: Final[Mapping[str, float]] = {"unbounded": inf, "open": _LONGEST_MATCHED, "either": 2}


def usable(pattern: str) -> str:
    """The pattern, or nothing where it would not compile or could take long.

    A matcher tries at most the product of the ways at each choice: a repetition may end at any character, an option or
    an alternative doubles. That holds as long as no group is repeated; groups that look around or back are not used.
    """
    if len(pattern) > _LONGEST or _ways(pattern) > _MOST_WAYS or not _compiles(pattern):
        return ""
    return pattern


def fits(pattern: str, text: str) -> bool:
    """Whether a usable pattern is found in the text."""
    return len(text) <= _LONGEST_MATCHED and re.search(pattern, text) is not None


def _ways(pattern: str) -> float:
    return prod(_WAYS.get(token.lastgroup or "", 1) for token in _TOKEN.finditer(pattern))


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
