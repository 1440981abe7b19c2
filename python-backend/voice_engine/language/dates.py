"""Calendar dates as people say and type them."""

import re
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"),
            ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_UNITS: Final = {
    name: value
    for value, name in enumerate(
        re.findall(
            r"\w+",
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen",
        )
    )
} | {"oh": 0, "o": 0}
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ISO: Final = re.compile(r"\b(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\b")
_AMERICAN: Final = re.compile(r"\b(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/., ]\s?(\d{4}|\d{2})\b")
_MONTH_FIRST: Final = re.compile(r"\b([a-z]{3,9})\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?,?(?: of)?(?: in)? (\d{2,4})\b")
_DAY_FIRST: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)? ([a-z]{3,9})\.?,?(?: in)? (\d{2,4})\b")


def find_date(text: str) -> date | None:
    """The first complete date (day, month, year); None when there is none or it does not exist."""
    plain = _numerals(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.lower()))
    if match := _ISO.search(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    for match in _MONTH_FIRST.finditer(plain):
        if match[1] in _MONTHS:
            return _date(_year(match[3]), _MONTHS[match[1]], int(match[2]))
    for match in _DAY_FIRST.finditer(plain):
        if match[2] in _MONTHS:
            return _date(_year(match[3]), _MONTHS[match[2]], int(match[1]))
    if match := _AMERICAN.search(plain):
        return _date(_year(match[3]), int(match[1]), int(match[2]))
    return None


def without_date(text: str) -> str:
    """The text with its date taken out, so that its digits are not read as something else."""
    plain = _numerals(text.lower())
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _AMERICAN):
        plain = pattern.sub(lambda match: " ; " if find_date(match[0]) else match[0], plain)
    return plain


def spoken_date(day: date) -> str:
    """A date as one would say it: January 5, 1980."""
    return f"{day:%B} {day.day}, {day.year}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int:
    """Two digits are a year of the hundred years that end in 2029."""
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 30 else 1900)


def _numerals(text: str) -> str:
    """Spoken days and years as digits: "fifth" is 5, "nineteen eighty" 1980, "two thousand and one" 2001."""
    tokens = re.findall(
        r"\d+(?:st|nd|rd|th)?|[a-z']+|[^\sa-z\d]", text.replace("-", " - ") if text.count("-") < 2 else text
    )
    out: list[str] = []
    place = 0
    while place < len(tokens):
        value, used = _number_at(tokens, place, after_day=bool(out) and out[-1].isdigit())
        out.append(tokens[place] if value is None else value)
        place += used
    return re.sub(r"(\d) ?([-/.]) ?(?=\d)", r"\1\2", " ".join(out).replace(" ,", ","))


def _number_at(tokens: list[str], place: int, *, after_day: bool) -> tuple[str | None, int]:
    """The number that starts here as digits, and how many tokens it takes."""
    here = tokens[place]
    following = [*tokens[place + 1 : place + 5], "", "", "", ""]
    if here == "two" and following[0] == "thousand":
        skip = 2 if following[1] == "and" else 1
        tail, used = _under_hundred(following[skip:])
        return str(2000 + (tail or 0)), 1 + (skip + used if used else 1)
    if here in ("nineteen", "twenty") and not (here == "twenty" and following[0] in _ORDINALS):
        century = {"nineteen": 1900, "twenty": 2000}[here]
        tail, used = _year_tail(following, bare_unit=century == 1900)
        if used:
            return str(century + (tail or 0)), 1 + used
    if here in _TENS and following[0] in _ORDINALS and _ORDINALS[following[0]] < 10:
        return str(_TENS[here] + _ORDINALS[following[0]]), 2
    if here in _ORDINALS:
        return str(_ORDINALS[here]), 1
    value, used = _under_hundred(tokens[place:])
    return (None, 1) if value is None or here in ("oh", "o") else (str(value), used)


def _year_tail(following: list[str], *, bare_unit: bool) -> tuple[int | None, int]:
    """What follows "nineteen" or "twenty" in a year: "eighty", "oh one", "ninety five"."""
    if following[0] in ("oh", "o") and following[1] in _UNITS:
        return _UNITS[following[1]], 2
    tail, used = _under_hundred(following)
    return (tail, used) if tail is not None and tail >= 10 else (None, 0)


def _under_hundred(tokens: list[str]) -> tuple[int | None, int]:
    first = tokens[0] if tokens else ""
    second = tokens[1] if len(tokens) > 1 else ""
    if first in _TENS:
        return (_TENS[first] + _UNITS[second], 2) if 0 < _UNITS.get(second, 0) < 10 else (_TENS[first], 1)
    return (_UNITS[first], 1) if first in _UNITS else (None, 0)
