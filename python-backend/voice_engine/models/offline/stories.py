"""Whether the caller has said why, beside what they want and with which thing."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from voice_engine.language.words import content_stems
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.records import Record

_A_REASON_FOLLOWS: Final = re.compile(
    r"\b(?:because|since|it|it's|they|they're|is|isn't|are|aren't|was|were|has|hasn't|had|does|doesn't|did|didn't"
    r"|don't|can't|won't|too|not|never)\b"
)
_WHEN: Final = content_stems("new last week month year yesterday today day ago back")
_A_STORY: Final = 2  # words that neither name the wish nor the thing; fewer may be a way of putting it

_A_WISH: Final = 3  # words; fewer name a thing at most


def says_why(said: Sequence[str], tool: Declaration, things: Iterable[Record]) -> bool:
    """Whether one of these sentences tells more than the wish and the thing it is about."""
    named = _WHEN | content_stems(tool.purpose) | content_stems(" ".join(thing.text for thing in things))
    known = named.union(*(content_stems(_A_REASON_FOLLOWS.split(example)[0]) for example in tool.examples))
    return any(_is_story(text.lower().replace("’", "'"), known) for text in said)


def wish_in(text: str) -> str:
    """The sentence up to its reason: a long reason hides what is wanted."""
    wish = _A_REASON_FOLLOWS.split(text)[0].strip()
    return wish if len(wish.split()) >= _A_WISH else text


def _is_story(text: str, known: set[str]) -> bool:
    reasons = _A_REASON_FOLLOWS.split(text)[1:]
    return len(content_stems(text) - known) >= _A_STORY or any(content_stems(reason) - known for reason in reasons)
