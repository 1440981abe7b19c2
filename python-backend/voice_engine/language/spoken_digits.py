"""Digits that were said one by one, in pairs or in groups, as one run of digits."""

import re
from collections.abc import Iterator
from typing import Final

from voice_engine.language.numbers import digit_runs, number_in

_SINGLE: Final = "oh|o|zero|one|two|three|four|five|six|seven|eight|nine"
_PAIR: Final = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    "|seventy|eighty|ninety"
)
_UNIT: Final = "(?:one|two|three|four|five|six|seven|eight|nine)"
_UNDER_HUNDRED: Final = rf"(?:(?:{_PAIR})(?: {_UNIT})?|{_UNIT})"
_THOUSANDS: Final = re.compile(rf"\b{_UNDER_HUNDRED} thousand(?: {_UNIT} hundred)?(?: {_UNDER_HUNDRED}\b)?")
_HUNDREDS: Final = re.compile(rf"\b(?:{_PAIR}|{_UNIT}) hundred {_UNDER_HUNDRED}\b")
_AND: Final = re.compile(rf"(?:(?<=hundred )|(?<=thousand ))and (?=(?:{_PAIR}|{_UNIT})\b)", re.IGNORECASE)
_ALIKE: Final = {"to": "two", "too": "two", "for": "four", "fore": "four", "ate": "eight", "won": "one"}
_SOFT: Final = frozenset((*_ALIKE, "oh", "o"))
_WORD: Final = rf"(?:{_SINGLE}|{_PAIR}|double|triple|hundred|\d+)"
_FILLER: Final = r"(?:uh|um|er|dash|hyphen)"
_GAP: Final = r"[\s.,\-()–]+"
_STRICT: Final = re.compile(rf"(?<![\w$@.,/:-])\(?{_WORD}(?:{_GAP}{_WORD})+(?![\w%@/:]|[.,-]\d)", re.IGNORECASE)
_LOOSE: Final = re.compile(
    rf"(?<![\w$@.,/:'-])\(?(?:{_WORD}|{'|'.join(_ALIKE)})"
    rf"(?:(?:{_GAP}{_FILLER})*{_GAP}(?:{_WORD}|thousand|{'|'.join(_ALIKE)}))*(?![\w%@/:']|[.,-]\d)",
    re.IGNORECASE,
)
_TYPED_DATE: Final = re.compile(r"\d{4}-\d\d?-\d\d?")
_RUN: Final = rf"{_WORD}(?:[ -]{_WORD})*"
_NOT: Final = re.compile(rf"\b(not )({_RUN})[,.] ({_RUN})\b", re.IGNORECASE)
_PLUS: Final = re.compile(r"\bplus (?=\d{10})", re.IGNORECASE)
_EDGE: Final = 6  # words
_LENGTHS: Final = frozenset((4, 5, 10))  # the last four, a zip code, a phone number


def digits_as_typed(text: str, expects: str) -> str:
    """Where digits were asked for every number; elsewhere phone numbers and runs of three or more digits."""
    if expects == "digits":
        text = _NOT.sub(_corrected, _AND.sub("", re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)))
        return _PLUS.sub("+", _LOOSE.sub(_asked_for, text))
    return _STRICT.sub(_dictated, text)


def _dictated(match: re.Match[str]) -> str:
    """A run that can be nothing but digits one by one, or a phone number."""
    said = match[0]
    if _TYPED_DATE.fullmatch(said):
        return said
    run = _digits(list(_words(said)))
    singles = len(
        re.findall(rf"\b(?:{_SINGLE}|\d)\b", re.sub(rf"\b(?:{_PAIR})[ -](?:{_SINGLE})\b", "", said, flags=re.I), re.I)
    )
    return run if singles >= 3 or len(run) == 10 or (len(run) == 11 and run[0] == "1") else said


def _corrected(match: re.Match[str]) -> str:
    """ "not two four six, two four seven" are two numbers, and the second is meant."""
    wrong, right = (_digits(list(_words(match[place]))) for place in (2, 3))
    return f"{match[1]}{wrong}; {right}" if len(wrong) == len(right) > 1 else match[0]


def _asked_for(match: re.Match[str]) -> str:
    """The run without the words at its edges that only sound like digits."""
    words = list(_words(match[0]))
    if _TYPED_DATE.fullmatch(match[0]) or all(word in _SOFT for word in words):
        return match[0]
    before, after = _edges(words)
    kept = words[before : len(words) - after]
    run = _digits(kept)
    if len(run) < 2:
        return match[0]
    pieces = re.findall(r"\w+\W*", match[0])
    return "".join((*pieces[:before], run, *([" "] if after else []), *pieces[len(pieces) - after :]))


def _edges(words: list[str]) -> tuple[int, int]:
    """How many words at either end to leave out so that the length is plausible; else none but the homophones."""
    before = len(words) - len(_dropped(words))
    after = len(words) - len(_dropped(words[::-1]))
    for left in range(min(before, _EDGE) + 1):
        for right in range(min(after, _EDGE) + 1):
            if len(_digits(words[left : len(words) - right])) in _LENGTHS:
                return left, right
    return (
        next((place for place, word in enumerate(words) if word not in _ALIKE), 0),
        next((place for place, word in enumerate(words[::-1]) if word not in _ALIKE), 0),
    )


def _dropped(words: list[str]) -> list[str]:
    """The words from the first that is a digit for certain."""
    return words[next(place for place, word in enumerate(words) if word not in _SOFT) :]


def _digits(words: list[str]) -> str:
    """ "four thousand eight hundred twenty one" is 4821; "two hundred six" is 206 or 2006, whichever fits a length."""
    said = _THOUSANDS.sub(_number, " ".join(_ALIKE.get(word, word) for word in words))
    one_by_one = "".join(digit_runs(said))
    counted = "".join(digit_runs(_HUNDREDS.sub(_number, said)))
    fits = len(one_by_one) in _LENGTHS or (len(one_by_one) == 11 and one_by_one[0] == "1")
    return one_by_one if fits and not _HUNDREDS.fullmatch(said) else counted


def _number(match: re.Match[str]) -> str:
    return f"{number_in(match[0]) or 0:.0f}"


def _words(said: str) -> Iterator[str]:
    return (word for word in re.findall(r"[a-z]+|\d+", said.lower()) if not re.fullmatch(_FILLER, word))
