"""Yes, no, and one of several: what was chosen."""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Final

from voice_engine.language.words import content_stems, identifier_words, stem, stems, words

_NO: Final = re.compile(
    r"\b(no|nope|nah|not (?:now|today|really|right|correct|interested)|don't|do not|wrong|incorrect|rather not"
    r"|neither)\b"
)
_YES: Final = re.compile(
    r"\b(yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|please do|go ahead|do it|of course|absolutely|sounds good"
    r"|that's it|that is it|fine|definitely|certainly|i would|i do|sign me up|perfect|great)\b"
)
_LATER: Final = re.compile(r"\b(later|maybe|remind|another time|next time|think about it|not now|not today)\b")
_LONGEST_ABBREVIATION: Final = 10  # letters
_POLARITY: Final = {
    "yes": frozenset(("accept", "yes", "agre", "approv", "confirm", "tru", "interest")),
    "no": frozenset(("declin", "no", "reject", "refus", "deny", "fals", "not")),
    "later": frozenset(("later", "remind", "maybe", "postpon", "defer", "snooze")),
}


def yes_or_no(text: str) -> bool | None:
    """True or False for an answer; None when it is neither. A no anywhere wins over a yes."""
    lowered = text.lower().replace("’", "'")
    if re.match(r"\W*(yes|yeah|yep|correct|that's right)\b", lowered):
        return True
    if _NO.search(lowered) and not re.search(r"\bno (?:problem|worries)\b", lowered):
        return False
    return True if _YES.search(lowered) else None


def choose(text: str, values: Sequence[str], description: str = "", *, asked: bool) -> str | None:
    """The value that was named. Bare yes, no and later count only for the question that was asked."""
    said = stems(text)
    scores = {value: _overlap(said, value, description) for value in values}
    best = max(scores.values(), default=0.0)
    winners = [value for value, score in scores.items() if score == best and score > 0]
    if len(winners) == 1:
        return winners[0]
    return _by_polarity(text, values) if asked else None


def _overlap(said: Set[str], value: str, description: str) -> float:
    own = {stem(word) for word in identifier_words(value)} - {"not", "no"}
    hits = len(own & said) / max(len(own), 1)
    return max(hits, 1.0 if _expansion(value, description) & said else 0.0)


def _expansion(value: str, description: str) -> set[str]:
    """The words a description spells an abbreviation out with: "social security number (SSN)"."""
    letters = value.lower()
    if not 1 < len(letters) <= _LONGEST_ABBREVIATION:
        return set()
    tokens = words(description)
    for start in range(len(tokens) - len(letters) + 1):
        window = tokens[start : start + len(letters)]
        if "".join(word[0] for word in window) == letters:
            return {stem(word) for word in window if stem(word) not in ("numb", "number")}
    return set()


def _by_polarity(text: str, values: Sequence[str]) -> str | None:
    answer = yes_or_no(text)
    wanted = "later" if _LATER.search(text.lower()) else {True: "yes", False: "no", None: ""}[answer]
    meant = _POLARITY.get(wanted, frozenset())
    matching = [value for value in values if {stem(word) for word in identifier_words(value)} & meant]
    if not matching and wanted == "later":
        return _by_polarity("no", values)
    return matching[0] if len(matching) == 1 else None


def nearest(text: str, named: Mapping[str, str]) -> list[str]:
    """The keys whose text shares the rarest words with what was said; several when it cannot tell."""
    said = content_stems(text)
    stems = {key: content_stems(words_of) for key, words_of in named.items()}
    scores = {key: sum(1 / _holders(word, stems) for word in said & own) for key, own in stems.items()}
    best = max(scores.values(), default=0.0)
    return [key for key, score in scores.items() if score == best] if best > 0 else []


def _holders(word: str, stems: Mapping[str, set[str]]) -> int:
    return sum(word in own for own in stems.values())


def ordinal_choice(text: str, count: int) -> int | None:
    """Which of a list was meant by "the first one", "the second", "the last"."""
    names = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": count - 1, "latest": 0, "former": 0, "latter": 1}
    for word in words(text):
        if word in names and 0 <= names[word] < count:
            return names[word]
    return None
