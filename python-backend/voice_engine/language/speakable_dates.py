"""Dates and times as words."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import cardinal, ordinal, pair, year

_MONTHS: Final[list[str]] = re.findall(
    r"\w+", "January February March April May June July August September October November December"
)
_SHORT: Final = {name[:3]: name for name in _MONTHS} | {"Sept": "September"}
_DAYS: Final = {day[:3]: day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\b\.?)"
_DAY: Final = r"[0-3]?\d"
_TH: Final = r"(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_END: Final = r"(?![\w:%]|[.,]\d|-\d)"
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_DAYS)})\b\.?(?=,? (?:{_MONTH}|\d))")
_ISO: Final = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?:[T ](?=\d\d:\d\d)|(?![\w-]|\.\d))")
_AMERICAN: Final = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\w/])")
_SHORT_AMERICAN: Final = re.compile(r"\b(on|by|before|after|until|since|from) (\d{1,2})/(\d{1,2})(?![\w/])")
_EXPIRY: Final = re.compile(r"(?<=expires )(0?[1-9]|1[0-2])/(?:20)?(\d\d)(?![\w/])")
_MONTH_FIRST: Final = re.compile(
    rf"\b{_MONTH} (?P<day>{_DAY}){_TH}(?:\s?[–-]\s?(?P<until>{_DAY}){_TH})?(?:,? {_YEAR})?{_END}"
)
_DAY_FIRST: Final = re.compile(rf"\b(?:[Tt]he )?(?P<day>{_DAY}){_TH}(?: of)? {_MONTH}(?:,? {_YEAR})?{_END}")
_MONTH_YEAR: Final = re.compile(rf"\b{_MONTH},? {_YEAR}{_END}")
_RECENT: Final = r"(?:19[89]\d|20\d\d)"
_YEARS: Final = re.compile(rf"(?<![\w.,$/-])({_RECENT})(\s?[–-]\s?| (?:to|and|or|until) )({_RECENT}){_END}")
_LONE_YEAR: Final = re.compile(
    rf"\b(in|since|of|year|until|spring|summer|fall|winter) ({_RECENT}){_END}", re.IGNORECASE
)
_DECADE: Final = re.compile(r"(?<![\w$.,])['’]?((?:19|20)\d0|[2-9]0)s\b")
_HALF: Final = r"([AaPp])(?:\.[Mm]\b(?:\.(?=,|\s+[a-z(–-]))?|[Mm]\b)"
_TIME: Final = re.compile(
    rf"(?<![\w:.])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z\b)?(?:\s?{_HALF})?(?![\w:])"
)
_HOUR: Final = re.compile(rf"(?<![\w:.])(1[0-2]|0?[1-9])(\s?[–-]\s?(?:1[0-2]|0?[1-9]))?\s?{_HALF}")
# Of an instant the local time is said: the offset says where, and whoever wrote it meant the caller's place.
_OFFSET: Final = re.compile(r"([T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(?:[+−-]\d\d:?\d\d|[+−-]\d\d|Z)(?![\w:])")
_MIDNIGHT: Final = re.compile(r"(?<![\w:.]) ?24:00(?::00)?(?![\w:])")
_HUNDRED_HOURS: Final = re.compile(
    r"(?:(?<=\b[Aa]t )|(?<=\b[Bb]y )|(?<=ntil )|(?<=rom )|(?<=efore )|(?<=fter )|(?<=and )|(?<![\w.,$:-])(?=0))"
    r"([01]\d|2[0-3])([0-5]\d)\s?(?:hours|hrs|h)\b"
)
_TIMES: Final = re.compile(r"(?<=\d)(:\d\d|)(\s?[AaPp]\.?[Mm]\b\.?|)\s?[–-]\s?(?=\d{1,2}(?::\d\d|\s?[AaPp]\.?[Mm]))")


def dates_in_words(text: str) -> str:
    """2026-11-30 is "November thirtieth, twenty twenty-six", 14:30 "two thirty PM"."""
    text = _HUNDRED_HOURS.sub(_hundred_hours, _MIDNIGHT.sub(" midnight", _OFFSET.sub(r"\1", text)))
    text = _WEEKDAY.sub(lambda match: _DAYS[match[1]], text)
    text = _AMERICAN.sub(lambda match: _date(match[0], match[1], match[2], _four(match[3])), _ISO.sub(_iso, text))
    text = _SHORT_AMERICAN.sub(lambda match: f"{match[1]} {_date(match[0], match[2], match[3])}", text)
    text = _EXPIRY.sub(lambda match: f"{_MONTHS[int(match[1]) - 1]} {year(2000 + int(match[2]))}", text)
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        text = pattern.sub(_named, text)
    text = _MONTH_YEAR.sub(lambda match: f"{_month(match['month'])} {year(int(match['year']))}", text)
    return _times(_years(text))


def _hundred_hours(match: re.Match[str]) -> str:
    """1900 hours is "nineteen hundred hours", 0830 hours "oh eight thirty hours"."""
    hour, minute = int(match[1]), int(match[2])
    return f"{pair(hour) if hour else 'zero zero'} {pair(minute) if minute else 'hundred'} hours"


def _years(text: str) -> str:
    text = _YEARS.sub(lambda m: f"{year(int(m[1]))}{m[2] if m[2].strip().isalpha() else ' to '}{year(int(m[3]))}", text)
    text = _DECADE.sub(_decade, text)
    return _LONE_YEAR.sub(lambda match: f"{match[1]} {year(int(match[2]))}", text)


def _decade(match: re.Match[str]) -> str:
    spoken = year(int(match[1])) if len(match[1]) == 4 else cardinal(int(match[1]))
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


def _times(text: str) -> str:
    return _HOUR.sub(_hour, _TIME.sub(_time, _TIMES.sub(r"\1\2 to ", text)))


def _iso(match: re.Match[str]) -> str:
    written = match[0].rstrip("T ")
    spoken = _date(written, match[2], match[3], match[1])
    return spoken if written == match[0] else f"{spoken} at "


def _named(match: re.Match[str]) -> str:
    found: dict[str, str] = match.groupdict()
    month = str(_MONTHS.index(_month(found["month"])) + 1)
    spoken = _date(match[0], month, found["day"], found["year"])
    if not found.get("until"):
        return spoken
    first, last = ordinal(int(found["day"])), ordinal(int(found["until"]))
    return spoken.replace(first, f"{first} to {last}", 1)


def _date(written: str, month: str, day: str, in_year: str | None = None) -> str:
    """The date in words; as written when there is no such month or day."""
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return written
    return f"{_MONTHS[int(month) - 1]} {ordinal(int(day))}" + (f", {year(int(in_year))}" if in_year else "")


def _month(written: str) -> str:
    return _SHORT.get(written.rstrip("."), written)


def _four(digits: str) -> str:
    return digits if len(digits) == 4 else f"{'20' if int(digits) < 30 else '19'}{digits}"


def _time(match: re.Match[str]) -> str:
    """Without AM or PM an hour above twelve, or with a zero before it, says which half of the day it is."""
    hour, minute = int(match[1]), int(match[2])
    half = f" {match[3].upper()}M" if match[3] else ""
    if not half and (hour > 12 or match[1].startswith("0")):
        half = " PM" if hour >= 12 else " AM"
    spoken = cardinal(hour % 12 or 12)
    if minute:
        return f"{spoken} {pair(minute)}{half}"
    return spoken + (half or " o'clock")


def _hour(match: re.Match[str]) -> str:
    until = f" to {cardinal(int(match[2].strip(' –-')))}" if match[2] else ""
    return f"{cardinal(int(match[1]))}{until} {match[3].upper()}M"
