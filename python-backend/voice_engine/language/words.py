"""Words of identifiers and sentences: splitting, stemming, naming."""

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ies", "ers", "ed", "es", "er", "s")

STOPWORDS: Final = frozenset(
    _WORD.findall(
        "a an the i i'm i'd i'll i've my me you your we our it its it's is are was were be been am do does did to of"
        " in on at for with and or not this that these those there here have has had can could would will shall should"
        " may might please just so"
        " if then than as by from about what which who how when where why want like need get got one"
    )
)


def words(text: str) -> list[str]:
    """The lower-case words of a sentence, apostrophes kept inside."""
    return _WORD.findall(text.lower().replace("’", "'"))


def identifier_words(name: str) -> list[str]:
    """The words of `itemIds`, `phone_number`, `last_4_digits`."""
    return words(_CAMEL.sub(" ", name).replace("_", " ").replace("-", " "))


def humanised(name: str) -> str:
    """An identifier as a person would say it."""
    return " ".join(identifier_words(name))


def stem(word: str) -> str:
    """A word without its common English ending; enough to match inflections."""
    for suffix in _SUFFIXES:
        shortest = 4 if suffix.startswith("er") else 3  # "offer" is not "off"
        if word.endswith(suffix) and len(word) - len(suffix) >= shortest:
            return word.removesuffix(suffix).rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


@lru_cache(4)
def stems(text: str) -> frozenset[str]:
    """The stems of all words; the same sentence is compared with one choice after the other."""
    return frozenset(stem(word) for word in words(text))


def content_stems(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if word not in STOPWORDS}
