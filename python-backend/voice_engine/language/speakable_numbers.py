"""Numbers as the words that say them."""

import re
from typing import Final

_SMALL: Final[list[str]] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_GROUPS: Final = {6: (3, 3), 7: (3, 4), 9: (3, 3, 3), 10: (3, 3, 4), 11: (4, 4, 3)}


def cardinal(number: int) -> str:
    """1250 is "one thousand two hundred fifty"."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    rest = f" {cardinal(number % size)}" if number % size else ""
    return f"{cardinal(number // size)} {name}{rest}"


def ordinal(number: int) -> str:
    """30 is "thirtieth", 21 "twenty-first"."""
    return re.sub(r"\w+$", _ordinal_ending, cardinal(number))


def year(number: int) -> str:
    """2026 is "twenty twenty-six", 2005 "two thousand five", 1900 "nineteen hundred"."""
    if number % 1000 < 10:
        return cardinal(number)
    century, rest = divmod(number, 100)
    return f"{cardinal(century)} {pair(rest) if rest else 'hundred'}"


def pair(number: int) -> str:
    """Two digits of a year, a time or a house number: 5 is "oh five"."""
    return f"oh {_SMALL[number]}" if number < 10 else cardinal(number)


def amount(written: str) -> str:
    """A written number: "1,250.5" is "one thousand two hundred fifty point five"; "007" is read digit by digit."""
    whole, _, decimals = written.replace(",", "").partition(".")
    by_digit = len(whole) > 15 or (len(whole) > 1 and whole.startswith("0"))
    spoken = digits(whole) if by_digit else cardinal(int(whole))
    return f"{spoken} point {one_by_one(decimals)}" if decimals else spoken


def one_by_one(characters: str) -> str:
    """Each digit as a word, each letter by itself: "01J" is "zero one J"."""
    return " ".join(_SMALL[int(one)] if one.isdecimal() else one.upper() for one in characters)


def digits(characters: str) -> str:
    """Digits or letters one by one, with a pause after every three or four."""
    sizes = _GROUPS.get(len(characters), (4,) * (len(characters) // 4) + ((len(characters) % 4),))
    if len(characters) <= 5:
        sizes = (len(characters),)
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    groups = (characters[start : start + size] for start, size in zip(starts, sizes, strict=True))
    return ", ".join(one_by_one(group) for group in groups if group)


def _ordinal_ending(match: re.Match[str]) -> str:
    last = match[0]
    if last in _ORDINALS:
        return _ORDINALS[last]
    return f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
