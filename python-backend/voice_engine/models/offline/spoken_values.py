"""Values that only their kind makes recognisable: amounts, codes, postal codes, names, addresses in one line."""

import re
from typing import Final

from voice_engine.language.numbers import digit_runs, number_in
from voice_engine.language.spoken_amounts import amounts_as_typed
from voice_engine.models.offline.patterns import fits

_FIGURE: Final = r"(\d[\d,]*(?:\.\d{1,2})?)"
_MONEY: Final = re.compile(rf"[$€£]\s?{_FIGURE}|\b{_FIGURE}\s?(?:usd|eur|dollars?|euros?|bucks)\b")
_POSTAL: Final = re.compile(r"\b(?:\d{5}(?:-\d{4})?|[a-z]\d[a-z] ?\d[a-z]\d)\b", re.IGNORECASE)
_POSTAL_CUE: Final = re.compile(r"\b(?:zip|postal|post ?code)\b", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"^(?:(?:it'?s|it is|this is|that's|my (?:\w+ ){1,3}is|the (?:\w+ ){1,3}is|(?:send|ship|deliver) it to|to|yes|sure)"
    r"\b[\s,:]*)+",
    re.IGNORECASE,
)
_LITERAL: Final = re.compile(r"\^([A-Z]{1,6}-?)")
_ADDRESS_WORDS: Final = 3


def money_in(text: str, *, asked: bool) -> str | None:
    """A decimal text: "250", "50.25". Unasked only where a currency is said."""
    typed = amounts_as_typed(text.lower(), "")
    found = _MONEY.search(typed)
    if found:
        return (found[1] or found[2]).replace(",", "")
    number = number_in(typed) if asked else None
    if number is None or number < 0 or round(number, 2) != number:
        return None
    return f"{number:.2f}".removesuffix(".00")


def code_in(pattern: str, text: str) -> str | None:
    """The last thing in the sentence that has the code's form, typed or digit by digit."""
    tokens = [token.strip(".,;:!?").upper() for token in text.split()]
    literal = _LITERAL.match(pattern)
    runs = [f"{literal[1] if literal else ''}{run}" for run in digit_runs(text)]
    together = f"{literal[1] if literal else ''}{''.join(digit_runs(text))}"
    fitting = [each for each in (*tokens, together, *runs) if any(map(str.isdigit, each)) and fits(pattern, each)]
    return fitting[-1] if fitting else None


def postal_code_in(text: str, *, asked: bool) -> str | None:
    """Five digits, or a code of letters and digits. Unasked only where the sentence says what it is."""
    if not asked and not _POSTAL_CUE.search(text):
        return None
    if found := _POSTAL.search(text):
        return found[0].upper()
    digits = "".join(digit_runs(text))
    return digits if len(digits) == 5 else None


def name_in(text: str) -> str | None:
    """The answer to "what is your name" without what leads up to it."""
    return _LEAD.sub("", text).strip(" .") or None


def address_in(text: str) -> str | None:
    """An address given at once: some words, one of them with a number."""
    said = _LEAD.sub("", text).strip(" .")
    return said if len(said.split()) >= _ADDRESS_WORDS and any(map(str.isdigit, said)) else None
