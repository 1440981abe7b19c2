"""Text cut where a speaker breathes."""

import re
from typing import Final

_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9¿¡])")
_ABBREVIATION: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs|etc|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$")


LONGEST: Final = 400
"""Characters; a voice works on one sentence at a time, and others wait for the voice."""


BREATH: Final = 120
"""Characters."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; abbreviations do not end one, and a very long one is cut between words."""
    return [piece for sentence in _whole(text) for piece in _cut(sentence)]


def breaths(text: str) -> list[str]:
    """What a voice says at a time: cut after a comma where there is one in the later half, else between words."""
    pieces, rest = list[str](), text.strip()
    while len(rest) > BREATH:
        at = _last_pause(rest[:BREATH])
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces


def _last_pause(text: str) -> int:
    """Where a part of a sentence is best cut; in the middle of a word only where that is endless."""
    places = [max(text.rfind(mark) for mark in marks) + 1 for marks in ((", ", "; ", ": "), (" ",))]
    return next((place for place in places if place > len(text) // 2), len(text))


def _cut(sentence: str) -> list[str]:
    pieces = [""]
    for word in sentence.split() if len(sentence) > LONGEST else [sentence]:
        if pieces[-1] and len(pieces[-1]) + len(word) >= LONGEST:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".lstrip()
    return pieces


def _whole(text: str) -> list[str]:
    found: list[str] = []
    for piece in _END.split(text.strip()):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return found
