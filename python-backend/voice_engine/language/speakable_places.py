"""The parts of a postal address: house numbers, streets, states, zip codes."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import cardinal, digits, pair

_STATES: Final = dict(
    re.findall(
        r"([A-Z]{2}) ([A-Z][A-Za-z ]+?)(?:,|$)",
        "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DC D C,DE Delaware,"
        "FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,"
        "ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,"
        "NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,"
        "ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,"
        "SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,"
        "WI Wisconsin,WY Wyoming",
    )
)
_STREETS: Final = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Ln": "Lane", "Dr": "Drive", "Blvd": "Boulevard", "Ct": "Court",
    "Pl": "Place", "Pkwy": "Parkway", "Hwy": "Highway", "Sq": "Square", "Ter": "Terrace",
}  # fmt: skip
_NAME: Final = r"(?:[A-Z][\w']*\.?|\d+(?:st|nd|rd|th))"
_HOUSE: Final = re.compile(
    rf"(?<![\w,.$#-])(\d{{3,4}})(?= (?:{_NAME} ){{1,3}}(?:{'|'.join((*_STREETS, *_STREETS.values()))}|Way|Broadway)\b)"
)
_STREET: Final = re.compile(
    rf"\b({_NAME}) (?:(St|Dr)\b(?!\.? [A-Z])|(St|Dr)\b(?=\.? (?:N|S|E|W|NE|NW|SE|SW|Apt|Unit)\b)"
    rf"|({'|'.join(name for name in _STREETS if name not in ('St', 'Dr'))})\b)(?:\.(?=,| \S))?"
)
_HOUSE_STREET: Final = re.compile(rf"\b(\d+ (?:{_NAME} ){{1,3}}?)(St|Dr)\b(?:\.(?=,| \S))?")
_AMBIGUOUS: Final = ("OK", "OR", "IN", "ME", "HI", "OH")
_SURE: Final = "|".join(code for code in _STATES if code not in _AMBIGUOUS)
_NAMED: Final = "|".join(_STATES.values())
_STATE_ZIP: Final = re.compile(
    rf"(?:(?<=, )({'|'.join(_AMBIGUOUS)})|\b({_SURE})|\b({_NAMED})),? (\d{{5}})(?:-(\d{{4}}))?(?![\w%-]|[,.]\d)"
)
_CITY_STATE: Final = re.compile(rf"(?<=[a-z], )({_SURE})\b")


def places_in_words(text: str) -> str:
    """123 Main St, Seattle, WA 98101 is "one twenty-three Main Street, Seattle, Washington nine eight one zero one"."""
    text = _HOUSE_STREET.sub(lambda match: f"{match[1]}{_STREETS[match[2]]}", text)
    text = _STREET.sub(lambda match: f"{match[1]} {_STREETS[match[2] or match[3] or match[4]]}", text)
    text = _HOUSE.sub(_house, text)
    text = _STATE_ZIP.sub(_state_zip, text)
    return _CITY_STATE.sub(lambda match: _STATES[match[1]], text)


def _house(match: re.Match[str]) -> str:
    """1600 is "sixteen hundred", 123 "one twenty-three", 2005 "two thousand five"."""
    hundreds, rest = divmod(int(match[1]), 100)
    if int(match[1]) % 1000 < 10:
        return cardinal(int(match[1]))
    return f"{cardinal(hundreds)} {pair(rest) if rest else 'hundred'}"


def _state_zip(match: re.Match[str]) -> str:
    code, zip_codes = match[1] or match[2], (digits(group) for group in match.groups()[3:] if group)
    return f"{_STATES[code] if code else match[3]} {', '.join(zip_codes)}"
