"""Numbers as people say and type them: runs of digits, and amounts."""

import re
from typing import Final

from voice_engine.language.words import words

_DIGITS: Final = {
    "oh": "0", "o": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_REPEATS: Final = {"double": 2, "triple": 3}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000}
_TYPED_RUN: Final = re.compile(r"\d(?:[\d\s().\-]*\d)?")


def digit_runs(text: str) -> list[str]:
    """Each run of digits in the text, typed ("206-135 1246") or spoken ("two oh six, double one, forty-six")."""
    runs, current, before, repeat = [""], "", "", 1
    for word in re.findall(r"\d(?:[\d().\-]*\d)?|[a-z]+|[+()\-.,:;/?!]", text.lower()):
        digits = _word_digits(word, current)
        if word in _REPEATS:
            repeat = _REPEATS[word]
        elif digits is None:
            runs, current, repeat = [*runs, current], "", 1
        elif before in _TENS and digits not in ("", "0") and word in _DIGITS:
            current = current[:-1] + digits
        else:
            current, repeat = current + digits * repeat, 1 if digits else repeat
        before = before if word == "-" else word
    return [run for run in (*runs, current) if run]


def _word_digits(word: str, so_far: str) -> str | None:
    """What a word adds to the run of digits; None when it ends it."""
    if word[0].isdigit():
        return re.sub(r"\D", "", word)
    if word in "+()-.,":
        return ""
    number = {**_TEENS, **_TENS}.get(word)
    if number is not None:
        return str(number)
    if word == "hundred" and so_far[-1:].isdigit():
        return "00"
    return _DIGITS.get(word)


def number_in(text: str) -> float | None:
    """The first number or amount: "$42.50", "two and a half thousand", "twenty five", "five grand"."""
    typed = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*(k\b|thousand|grand|million)?", text.lower())
    if typed:
        scale = {"k": 1000}.get(typed[2] or "", _SCALES.get(typed[2] or "", 1))
        return float(typed[1].replace(",", "")) * scale
    return _spoken_number(words(text))


def _spoken_number(words: list[str]) -> float | None:
    total, group, seen = 0.0, 0.0, False
    for word in words:
        value = _TEENS.get(word) or _TENS.get(word) or (int(_DIGITS[word]) if word in _DIGITS else None)
        if value is not None:
            group, seen = group + value, True
        elif word == "half" and seen:
            group += 0.5
        elif word in _SCALES and (seen or word != "grand"):
            group, seen = (group or 1) * _SCALES[word], True
            if word != "hundred":
                total, group = total + group, 0.0
        elif seen and word not in ("and", "a"):
            break
    return total + group if seen else None
