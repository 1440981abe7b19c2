"""Dates as they were said, as text that shows day and year in digits."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from voice_engine.language.dates import find_date, spoken_date
from voice_engine.language.numbers import digit_runs

_MONTH: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\b\\.?)"
)
_UNIT: Final = "one|two|three|four|five|six|seven|eight|nine"
_TEEN: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_FIRSTS: Final = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_DAY: Final = (
    rf"(?:(?:twenty|thirty)[ -](?:{_FIRSTS}|{_UNIT})|{_FIRSTS}|{_TEEN}|{_UNIT}|twenty|thirty|\d{{1,2}}(?:st|nd|rd|th)?)"
)
_TWO: Final = rf"(?:(?:{_TENS})(?:[ -](?:{_UNIT}))?|{_TEEN}|oh (?:{_UNIT})|o (?:{_UNIT}))"
_CENTURY: Final = rf"(?:nineteen|twenty)[ -]{_TWO}|nineteen hundred|two thousand(?: and)?(?: (?:{_TWO}|{_UNIT}))?"
_YEAR: Final = rf"(?:{_CENTURY}|\d{{4}}|'?\d{{2}}|{_TWO})"
_MONTH_FIRST: Final = rf"{_MONTH} (?:the )?{_DAY},?(?: of| in)? {_YEAR}"
_DAY_FIRST: Final = rf"{_DAY}(?: day)?(?: of)? {_MONTH},?(?: of| in)? {_YEAR}"
_SAID: Final = re.compile(rf"\b(?:the )?(?:{_MONTH_FIRST}|{_DAY_FIRST})\b", re.IGNORECASE)
_MOST_WORDS: Final = 12  # of a date in figures: "zero one, zero two, one nine eight zero" has eight
_FIGURES: Final = re.compile(
    rf"(?:\b(?:oh|o|zero|hundred|{_UNIT}|{_TEEN}|{_TENS}|\d+)\b[\s,./-]*(?:(?:slash|dash)\s)?)+", re.IGNORECASE
)


def dates_as_typed(text: str, expects: str) -> str:
    """ "january fifth nineteen eighty" is January 5, 1980; "oh one oh two eighty" is a date only where one is asked."""
    named = _SAID.sub(lambda match: _typed(match[0]), text)
    if expects != "date" or (find_date(named) and re.search(r"\d", named)):
        return named
    return _FIGURES.sub(_in_figures, named, count=1)


def _typed(said: str) -> str:
    day = find_date(said.replace("'", ""))
    return spoken_date(day) if day else said


def _in_figures(match: re.Match[str]) -> str:
    """Month, day and year one after the other: "one five nineteen eighty"."""
    said = match[0].rstrip(" ,./-")
    words = re.findall(r"[a-z]+|\d", re.sub(rf"\b({_TENS})[ -]({_UNIT})\b", r"\1\2", said.lower()))
    parts = [_figure(word) for word in words[: _MOST_WORDS + 1]]
    if len(parts) > _MOST_WORDS:
        return match[0]
    for month, day, year in _cuts(parts):
        found = find_date(f"{month}/{day}/{year}")
        if found:
            return spoken_date(found) + match[0][len(said) :]
    return match[0]


def _figure(word: str) -> str:
    return "".join(digit_runs(re.sub(rf"^({_TENS})(?=.)", r"\1 ", word)))


def _cuts(parts: list[str]) -> Iterator[tuple[str, str, str]]:
    """The ways to cut the figures into month, day and year; years of four digits first."""
    cuts = [
        ("".join(parts[:first]), "".join(parts[first:second]), "".join(parts[second:]))
        for first, second in combinations(range(1, len(parts)), 2)
    ]
    fitting = [cut for cut in cuts if len(cut[0]) <= 2 and len(cut[1]) <= 2 and len(cut[2]) in (2, 4)]
    return iter(sorted(fitting, key=lambda cut: -len(cut[2])))
