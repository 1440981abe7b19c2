"""Which tool a sentence is about: by meaning where an embedder is at hand, else by the words they share."""

import logging
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from voice_engine.language.smalltalk import SMALL_TALK
from voice_engine.language.words import content_stems, humanised
from voice_engine.models.offline.declarations import Declaration

_log = logging.getLogger(__name__)
_LONGEST_ROW: Final = 600  # characters of a description
_NEW_CHARACTERS: Final = 12_000  # that are embedded for one question; the rest has its turn with the next ones
_KEPT: Final = 4000  # rows of a session
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns sentences into unit vectors, alike for alike meanings."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""


@dataclass(frozen=True)
class Ranking:
    """The tools by likeness, best first, and how much it sounds like small talk."""

    tools: tuple[tuple[Declaration, float], ...]
    small_talk: str  # its kind
    small_talk_score: float
    small_talk_floor: float  # from here on it is small talk where it is nothing else
    floor: float  # below this it is about nothing we know
    lead: float  # a smaller lead is a tie

    @property
    def best(self) -> Declaration | None:
        """The likeliest tool, when it is likely at all."""
        if not self.tools or self.tools[0][1] < max(self.floor, self.small_talk_score):
            return None
        return self.tools[0][0]

    @property
    def rivals(self) -> tuple[Declaration, ...]:
        """The best and those too close to it to tell apart."""
        if self.best is None:
            return ()
        return tuple(tool for tool, score in self.tools if self.tools[0][1] - score < self.lead)


@dataclass(frozen=True)
class _Thresholds:
    """A matcher's measure of likely."""

    floor: float
    lead: float
    small_talk: float


class Matcher(Protocol):
    """Ranks tools by a sentence."""

    async def rank(self, text: str, tools: Sequence[Declaration]) -> Ranking:
        """Every tool with its likeness to the sentence."""


class MeaningMatcher:
    """By sentence embeddings; rows are embedded once, names and purposes first, and a bounded number at a time."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, Vectors] = {}

    async def rank(self, text: str, tools: Sequence[Declaration]) -> Ranking:
        """Cosine to a tool's closest row: its name with its description, or one of its examples."""
        rows = {tool.name: _rows(tool) for tool in tools}
        by_place = (row for place in zip_longest(*rows.values()) for row in place if row)
        said = await self._embed_all(text, [*SMALL_TALK, *by_place])
        scores = {name: self._likeness(said, own) for name, own in rows.items()}
        chat = {phrase: self._likeness(said, [phrase]) for phrase in SMALL_TALK}
        return _ranking(tools, scores, chat, _Thresholds(floor=0.35, lead=0.05, small_talk=0.5))

    def _likeness(self, said: Vectors, own: Sequence[str]) -> float:
        return max((float(self._rows[row] @ said) for row in own if row in self._rows), default=0.0)

    async def _embed_all(self, text: str, rows: Sequence[str]) -> Vectors:
        unknown = [row for row in dict.fromkeys(rows) if row not in self._rows]
        sizes = accumulate(map(len, unknown))
        new = [row for row, size in zip(unknown, sizes, strict=True) if size <= _NEW_CHARACTERS]
        vectors = await self._embedder.embed([text, *new])
        for row in list(self._rows)[: max(0, len(self._rows) + len(new) - _KEPT)]:
            del self._rows[row]
        self._rows.update(zip(new, vectors[1:], strict=True))
        return np.asarray(vectors[0], dtype=np.float32)


class WordMatcher:
    """By rare words in common; understands less than meaning does."""

    def __init__(self) -> None:
        _log.warning("no sentence embeddings: requests are matched by their words, which understands less")

    async def rank(self, text: str, tools: Sequence[Declaration]) -> Ranking:
        """tf-idf cosine to a tool's closest row."""
        rows = {tool.name: [_stems(row) for row in _rows(tool)] for tool in tools}
        holders: dict[str, int] = {}
        for own in rows.values():
            for word in set[str]().union(*own):
                holders[word] = holders.get(word, 0) + 1
        said = content_stems(text)
        scores = {name: max(_likeness(said, row, holders) for row in own) for name, own in rows.items()}
        chat = {phrase: _same_words(text, phrase) for phrase in SMALL_TALK}
        return _ranking(tools, scores, chat, _Thresholds(floor=0.15, lead=0.04, small_talk=0.5))


@lru_cache(_KEPT)
def _stems(row: str) -> frozenset[str]:
    """Of what tools say about themselves: the same in each turn."""
    return frozenset(content_stems(row))


def _rows(tool: Declaration) -> list[str]:
    named = humanised(tool.name.removeprefix("transfer_to_"))
    return [f"{named}. {tool.description.split(chr(10))[0]}"[:_LONGEST_ROW], *tool.examples]


def _ranking(
    tools: Sequence[Declaration], scores: Mapping[str, float], chat: Mapping[str, float], limits: _Thresholds
) -> Ranking:
    ordered = sorted(((tool, scores[tool.name]) for tool in tools), key=lambda pair: -pair[1])
    phrase = max(chat, key=lambda one: chat[one])
    return Ranking(tuple(ordered), SMALL_TALK[phrase], chat[phrase], limits.small_talk, limits.floor, limits.lead)


def _likeness(said: set[str], row: Set[str], holders: Mapping[str, int]) -> float:
    def weight(stems: Set[str]) -> float:
        return sum((1 / (1 + math.log(holders.get(word, 1)))) ** 2 for word in stems)

    norm = math.sqrt(weight(said) * weight(row))
    return weight(said & row) / norm if norm else 0.0


def _same_words(text: str, phrase: str) -> float:
    said, meant = set(text.lower().strip(" .!?,").split()), set(phrase.split())
    return len(said & meant) / len(said | meant) if said else 0.0
