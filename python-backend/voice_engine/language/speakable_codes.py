"""Phone numbers, ids and other characters that are read one by one."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import amount, digits

_PHONE: Final = re.compile(r"(?<![\w-])(?:\+?(1)[-. ]?)?\(?(\d{3})\)?[-. ]\s?(\d{3})[-. ](\d{4})(?![\w-])")
_LOCAL: Final = re.compile(r"(?<![\w.,$-])([2-9]\d\d)-(\d{4})(?<!00)(?![\w%-])")  # 100-1500 is a range
_ABROAD: Final = re.compile(r"(?<!\w)\+(\d[\d -]{7,16}\d)(?!\w)")
_PART: Final = r"[A-Z\d]+(?:-[A-Za-z\d]+)*"
_CODE: Final = re.compile(rf"(?<![\w$-])(?=[A-Za-z\d-]*\d)(?=[a-z\d-]*[A-Z]){_PART}(?![\w-])")
_LETTERS: Final = re.compile(r"(?<![\w-])[A-Z]{2,}(?:-[A-Z]{2,}){2,}(?![\w-])")
_SMALL: Final = re.compile(
    r"(?<![\w-])(?:[a-z]{1,3}-\d{3,}|(?=[a-z\d_-]*\d)(?:\d+[a-z]+|[a-z]+_?\d+[a-z]+)\d[a-z\d]{2,})(?![\w-])"
)
_NAMES: Final = "digits|code|pin|number|card|zip|order|account|case|ticket|extension|ext\\."
_NAMED: Final = re.compile(
    r"(\b(?:end(?:s|ing)? (?:in|with)|last (?:four|4)(?: digits)?(?: are| is| of)?"
    rf"|(?:call|dial)(?= [2-9]11\b)|(?:{_NAMES})(?: is| are| number)?)[:,]? |#)(\d{{3,}}(?:-\d+)*)(?![\w%]|[,.]\d)",
    re.IGNORECASE,
)
_LONG: Final = re.compile(r"(?<![\w,.$-])(\d{6,})(?![\w%-]|[,.]\d)")


def codes_in_words(text: str) -> str:
    """(206) 135-1246 is "two zero six, one three five, one two four six", RMA-42 "R M A, four two"."""
    text = _PHONE.sub(lambda match: ", ".join(digits(group) for group in match.groups() if group), text)
    text = _LOCAL.sub(lambda match: f"{digits(match[1])}, {digits(match[2])}", text)
    text = _ABROAD.sub(lambda match: f"plus {_parts(match[1])}", text)
    for pattern in (_CODE, _LETTERS, _SMALL):
        text = pattern.sub(_code, text)
    text = _NAMED.sub(lambda match: f"{'number ' if match[1] == '#' else match[1]}{_parts(match[2])}", text)
    return _LONG.sub(lambda match: digits(match[1]), text)


def _code(match: re.Match[str]) -> str:
    """Its parts one after the other; of a short one like 4K or 12B the number is said as a number."""
    code = match[0]
    if short := re.fullmatch(r"(\d{1,3})([A-Z])", code):
        return f"{amount(short[1])} {short[2]}"
    if disease := re.fullmatch(r"([A-Z]{4,})-([1-9]\d?)", code):
        return f"{disease[1]} {amount(disease[2])}"
    return _parts(code)


def _parts(code: str) -> str:
    return ", ".join(part.capitalize() if _is_word(part) else digits(part) for part in re.split(r"[-_ ]+", code))


def _is_word(part: str) -> bool:
    """RIDGE and DEMO can be said; RMA and PKBK cannot."""
    return part.isalpha() and len(part) >= 4 and bool(re.search(r"[^aeiouy][aeiouy]+[^aeiouy]", part.lower()))
