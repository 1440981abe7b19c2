"""Sizes, ratios and rates: numbers with a sign between or behind them."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import amount

_RATES: Final = "month|year|week|day|night|hour|minute|person|item|pair"
_VERSION: Final = re.compile(r"(?<![\w.])(?!\d{3}\.\d{3}\.\d{4})\d+(?:\.\d+){2,}(?!\w)")  # no phone number
_REWRITTEN: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?<![\w.,])(\d)['’′]\s?(\d{1,2})[\"”″]", r"\1 foot \2"),
        (r"(?<=\d)\s?[x×]\s?(?=\d)", " by "),
        (r"(?<![\w.])(\d{1,3})[x×](?!\w)", r"\1 times"),
        (r"(?<![\w./])(\d{1,3}(?:\.\d+)?)/(5|10|100)(?![\w/]|\.\d)", r"\1 out of \2"),
        (rf"(?<=\w)\s?/\s?(?=(?:{_RATES})\b)", " per "),
        (r"\b([Aa]nd)/or\b", r"\1 or"),
        (r"\b[Nn]/[Aa]\b", "not available"),
        (r"\b[Ww]/o\b", "without"),
        (r"(?<=[A-Za-z])/(?=[A-Za-z])", " or "),
    )
)


def sizes_in_words(text: str) -> str:
    """90x200 is "90 by 200", 7/10 "7 out of 10", $5/month "… per month", 2.0.1 "two point zero point one"."""
    for pattern, words in _REWRITTEN:
        text = pattern.sub(words, text)
    return _VERSION.sub(lambda match: " point ".join(map(amount, match[0].split("."))), text)
