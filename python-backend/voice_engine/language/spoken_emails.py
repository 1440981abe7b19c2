"""E-mail addresses as they were dictated, as they are written."""

import re
from typing import Final

from voice_engine.language.numbers import digit_runs

_ENDINGS: Final = "com|net|org|edu|gov|io|info|biz|us|co uk|co dot uk|co\\.uk|ca|de|dev"
_PROVIDERS: Final = "gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|proton|protonmail|example|comcast|live|msn"
_MARKS: Final = {"dot": ".", "point": ".", "period": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
_MARK: Final = rf"(?:\s?\.\s?|\s(?:{'|'.join(_MARKS)})\s?|[-_+])"
_DOMAIN: Final = rf"(?:[a-z\d]+{_MARK}){{0,6}}?[a-z\d]+(?:\s?\.\s?|\s?dot\s)(?:{_ENDINGS})\b"
_NUMBER: Final = (
    "(?:double|triple|oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\\d+)\\b"
)
_NUMBERS: Final = re.compile(rf"\b{_NUMBER}(?:[ -]{_NUMBER})*")
_SPOKEN: Final = re.compile(
    rf"(?<![a-z\d])(?P<name>[a-z\d]+(?:{_MARK}[a-z\d]+| {_NUMBER}){{0,15}})\s?(?:\sat\s|@)\s?(?P<domain>{_DOMAIN})",
    re.IGNORECASE,
)
_RUN_TOGETHER: Final = re.compile(
    rf"\b(?P<name>[a-z\d]+(?:{_MARK}[a-z\d]+){{0,15}}?)at(?P<domain>(?:{_PROVIDERS})\.(?:com|net|org))\b", re.IGNORECASE
)
_LETTERS: Final = re.compile(
    r"(?<!['’])\b[a-z](?:[ -][a-z]\b){1,30}(?=\s(?:at|dot|underscore|dash)\b|@|\.)", re.IGNORECASE
)
_MARKED: Final = re.compile(rf"[^a-z ]|\s(?:{'|'.join(_MARKS)})\s", re.IGNORECASE)
_ASKED: Final = re.compile(r"\be-?mail|\baddress\b", re.IGNORECASE)


def emails_as_typed(text: str, expects: str) -> str:
    """ "john dot smith at gmail dot com" is john.smith@gmail.com, where it clearly is an address."""
    if expects == "spelling" or _ASKED.search(text):
        text = _LETTERS.sub(lambda match: re.sub(r"[ -]", "", match[0]), text)
    sure = expects == "spelling" or bool(_ASKED.search(text))
    text = _RUN_TOGETHER.sub(_address, text)
    return _SPOKEN.sub(lambda match: _address(match) if sure or _clearly(match) else match[0], text)


def _clearly(match: re.Match[str]) -> bool:
    """A name with a mark in it, or a mail provider after the at: "met at amazon dot com" is neither."""
    return bool(_MARKED.search(match["name"]) or re.match(_PROVIDERS, match["domain"], re.IGNORECASE))


def _address(match: re.Match[str]) -> str:
    return f"{_written(match['name'])}@{_written(match['domain'])}"


def _written(said: str) -> str:
    marked = re.sub(rf"\s?\b({'|'.join(_MARKS)})\b\s?|\sdot(?=\w)", lambda mark: _MARKS.get(mark[1], "."), said.lower())
    numbered = _NUMBERS.sub(lambda number: "".join(digit_runs(number[0])), marked)
    return re.sub(r"\s", "", numbered)
