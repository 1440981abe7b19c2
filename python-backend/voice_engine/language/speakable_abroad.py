"""Numbers as they are written elsewhere, rewritten as they are written here: commas, lakhs, exponents, no numbers."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import amount, cardinal

# The signs and words that make `3,5` one number: alone it may be two of a list.
_BEFORE: Final = r"(?:US\$|R\$|[$€£¥₹₽₩₺₪]|\b[A-Z]{3}|\b[Kk]r\.?)\s?"
_AFTER: Final = r"\s?(?:[€£¥₹₽₩₺₪%]|[A-Z]{3}\b|kr\b|(?:kg|g|km|cm|mm|m|l|ml|h|hours?|percent|degrees|euros?|kroner)\b)"
_GROUPED: Final = re.compile(r"(?<![\w.,])(\d{1,3}(?:[. \u00a0\u202f]\d{3})+),(\d{1,2})(?![\w,]|\.\d)")
_POINTS: Final = re.compile(
    rf"(?:(?<=[€₺])|(?<=[€₺]\s))(\d{{1,3}}(?:\.\d{{3}})+)(?![\w,.]\d)|(?<![\w.,])(\d{{1,3}}(?:\.\d{{3}})+)(?={_AFTER})"
)
_DECIMAL_AFTER: Final = re.compile(rf"(?<![\w.,])(\d+),(\d{{1,2}})(?={_AFTER})")
_DECIMAL_BEFORE: Final = re.compile(rf"({_BEFORE})(\d+),(\d{{1,2}})(?![\w,]|\.\d)")
_DECIMAL: Final = re.compile(r"(?<![\w.,])(\d+(?=,\d\d)|\d{2,}),(\d{1,2})(?![\w,]|\.\d)")
_ROUND: Final = re.compile(r"(?<![\w.,+])\d{1,3}(?:(?:\.\d{3})*\.000\.000|(?: \d{3})* 000)(?![\w,]|\.\d| \d)")
_LAKHS: Final = re.compile(r"(?<![\w.,])\d{1,2}(?:,\d{2})+,\d{3}(?![\w,])")
_EXPONENT: Final = re.compile(r"(?<![\w.])([-−]?)(\d+(?:\.\d+)?)[eE]([+-]?)(\d{1,3})(?![\w.]\d|\w)")
_INFINITY: Final = re.compile(r"(?<![\w.])([-−]?)(?:inf|Infinity)\b(?![-.]\w)")
_WITH_UNIT: Final = r"(?=$|\s?(?:%|percent\b|dollars?\b|euros?\b))"  # alone a nan is a grandmother
_NO_NUMBER: Final = re.compile(
    rf"(?<![\w.])(?:NaN\b|nan\b{_WITH_UNIT})(?![-.]\w)|(?:(?<=[$€£¥₹=:] )|(?<=[$€£¥₹=]))nan\b"
)


def numbers_from_abroad(text: str) -> str:
    """1.299,00 is 1299.00, 1,20,000 is 120000, 1e-07 "one times ten to the power of minus seven"."""
    for grouped in (_LAKHS, _ROUND):
        text = grouped.sub(lambda match: _joined(match[0]), text)
    text = _GROUPED.sub(lambda match: f"{_joined(match[1])}.{match[2]}", text)
    text = _POINTS.sub(lambda match: _joined(match[1] or match[2]), text)
    text = _DECIMAL_BEFORE.sub(r"\1\2.\3", _DECIMAL_AFTER.sub(r"\1.\2", text))
    text = _DECIMAL.sub(r"\1.\2", text)
    text = _EXPONENT.sub(_exponent, text)
    text = _INFINITY.sub(lambda match: f"{'minus ' if match[1] else ''}infinity", text)
    return _NO_NUMBER.sub("not a number", text)


def _joined(grouped: str) -> str:
    """Grouped by commas: a number of many digits in a row would be read as a code."""
    number = int(re.sub(r"\D", "", grouped))
    return f"{number:,}"


def _exponent(match: re.Match[str]) -> str:
    minus, below = "minus " if match[1] else "", "minus " if match[3] == "-" else ""
    return f"{minus}{amount(match[2])} times ten to the power of {below}{cardinal(int(match[4]))}"
