"""Phone numbers, e-mail addresses and postal addresses in what people say."""

import re
from typing import Final

from voice_engine.language.dates import without_date
from voice_engine.language.numbers import digit_runs

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STATES: Final = (
    (
        "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois"
        " indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri"
        " montana nebraska nevada new-hampshire new-jersey new-mexico new-york north-carolina north-dakota ohio"
        " oklahoma oregon pennsylvania rhode-island south-carolina south-dakota tennessee texas utah vermont virginia"
        " washington west-virginia wisconsin wyoming"
    )
    .replace(" ", "|")
    .replace("-", " ")
)
_CODES: Final = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA"
    "|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_STATE: Final = re.compile(rf"\b(?:(?i:{_STATES})|{_CODES})\b")
_POSTAL: Final = re.compile(r"\b\d{5}(?:-\d{4})?\b(?!.*\b\d{5}\b)")
_STREET: Final = re.compile(
    r"\b\d+[a-z]? (?:[A-Za-z'.]+ ){1,4}?"
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|terrace|circle|parkway)\b\.?",
    re.IGNORECASE,
)


def find_phone(text: str) -> str | None:
    """Ten digits, or eleven with the country's 1, or more after a plus; digits only, plus kept."""
    runs = [*digit_runs(text), *digit_runs(without_date(text))]
    for run in reversed(runs) if _takes_back(text) else runs:
        if len(run) == 10 or (len(run) == 11 and run.startswith("1")):
            return run[-10:]
        if 10 < len(run) <= 15 and "+" in text:
            return f"+{run}"
    return None


def _takes_back(text: str) -> bool:
    """Whether a number is followed by a correction and another one: "…1246, no, sorry, …1247"."""
    said, *corrected = re.split(r"\b(?:no|sorry|wait|actually|i mean|i meant)\b|;", text.lower(), maxsplit=1)
    return bool(corrected and digit_runs(said) and digit_runs(corrected[0]))


def find_email(text: str) -> str | None:
    """An address, typed or spoken ("peter dot smith at example dot com")."""
    if typed := _EMAIL.search(text):
        return typed[0].rstrip(".").lower()
    spoken = re.search(r"([\w.+ -]+?) at ([\w-]+(?: dot [\w-]+)+)", text.lower().rstrip("."))
    if not spoken:
        return None
    marks = {" dot ": ".", " underscore ": "_", " dash ": "-", " plus ": "+"}
    name = re.sub(r"^(?:(?:it's|it is|its|is|my|e-?mail|mail|address|the|sure|yes)\s+)+", "", spoken[1].strip())
    for said, mark in marks.items():
        name = name.replace(said, mark)
    return f"{name.replace(' ', '')}@{spoken[2].replace(' dot ', '.')}"


def find_address(text: str) -> dict[str, str]:
    """The parts of an address that stand in the text: street, city, state, postal_code."""
    parts: dict[str, str] = {}
    rest = text.strip().rstrip(".")
    if street := _STREET.search(rest):
        parts["street"] = street[0].strip().rstrip(".")
        rest = rest[street.end() :]
    if postal := _POSTAL.search(rest):
        parts["postal_code"] = postal[0]
        rest = rest[: postal.start()]
    states = list(_STATE.finditer(rest))
    if states:
        parts["state"] = states[-1][0]
        rest = rest[: states[-1].start()]
    city = re.sub(r"^(?:\s|,|in\b|and\b|the city is\b|city\b)+", "", rest).strip(" ,")
    if "street" in parts and city and len(city.split()) <= 3:
        parts["city"] = city
    return parts
