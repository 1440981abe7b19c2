"""Amounts of money as they were said, in figures."""

import re
from typing import Final

from voice_engine.language.numbers import number_in

_WORD: Final = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_FIGURE: Final = r"\d[\d,]*(?:\.\d+)?"
_SAID: Final = rf"(?:a hundred|a thousand|{_WORD}|{_FIGURE})(?:[ -](?:and a half|and (?={_WORD})|{_WORD})+)*"
_MONEY: Final = re.compile(
    rf"(?<![\w$-])(?P<whole>{_SAID}) (?:dollars?|bucks)\b(?:(?: and)? (?P<cents>{_SAID}) cents?\b)?", re.IGNORECASE
)


def amounts_as_typed(text: str, expects: str) -> str:
    """ "two hundred fifty dollars" is $250. No amount is asked for, so `expects` changes nothing."""
    return _MONEY.sub(_amount, text)


def _amount(match: re.Match[str]) -> str:
    whole, cents = number_in(match["whole"].lower()), number_in((match["cents"] or "zero").lower())
    if whole is None or cents is None or cents >= 100:
        return match[0]
    return f"${whole:g}.{int(cents):02d}" if cents else f"${whole:.15g}"
