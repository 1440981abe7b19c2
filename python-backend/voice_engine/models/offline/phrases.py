"""A declaration's prose as one says it to the caller."""

import re
from collections.abc import Sequence
from typing import Final

from voice_engine.models.offline.records import Record

_SPOKEN_TO: Final = r"\b(?:the )?(?:caller|customer|user)"
_FORMS: Final = {"is": "are", "has": "have", "wants": "want", "needs": "need", "was": "were"}
_ASIDE: Final = re.compile(r",? (?:and, if|for|by|that|which|replacing)\b|, ")
_WHETHER: Final = re.compile(r"whether (.+?) (is|are|was|were|should|can|has|have) ([^.,;:(]+)", re.IGNORECASE)


def addressed(text: str) -> str:
    """The caller as "you"."""
    text = re.sub(rf"{_SPOKEN_TO}['’]s\b", "your", text, flags=re.IGNORECASE)
    forms = "|".join(_FORMS)
    text = re.sub(rf"{_SPOKEN_TO} ({forms})\b", lambda said: f"you {_FORMS[said[1]]}", text, flags=re.IGNORECASE)
    return re.sub(r"\bthe (?:caller|customer|user)\b", "you", text)


def brief(purpose: str) -> str:
    """What it is for, without the particulars."""
    return _ASIDE.split(purpose)[0]


def either_or(description: str) -> str | None:
    """ "Whether the digits are from the card or …" as the question that it is."""
    said = _WHETHER.match(addressed(description))
    return f"{said[2].capitalize()} {said[1]} {said[3].strip()}?" if said else None


def about(text: str, thing: Record | None) -> str:
    """The sentence with the thing's own name where it says "the item" or "an item that is …"."""
    if thing is None or not thing.key or thing.name == thing.id:
        return text
    noun = rf"\b(?:the|an?|this) {re.escape(thing.key)}\w{{0,2}}\b(?!')"
    aside = r"(?: (?:that|which) (?:is|are) [^,.?]*?(?=,| (?:into|to|from|for|and)\b|[.?]|$))?"
    return re.sub(noun + aside, lambda _: f"the {thing.name}", text, count=1)


def listed(names: Sequence[str], last: str = "and") -> str:
    """A, B, and C."""
    if len(names) < 3:
        return f" {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"
