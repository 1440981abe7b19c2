"""Whom to erase, and how a text gives them away."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_NOT_DIGITS: Final = re.compile(r"\D+")


@dataclass(frozen=True)
class Person:
    """The customer's id, what they are reached by, and texts that are about nobody else."""

    customer_id: str | None  # None: somebody who tried, and is no customer
    identities: frozenset[str]
    texts: frozenset[str]

    def is_named_in(self, *texts: str | None) -> bool:
        """Whether one of the texts is about this person, however it writes their number."""
        return any(self._is_named(text) for text in texts if text)

    def _is_named(self, text: str) -> bool:
        said = text.casefold()
        if any(own in said for own in self._folded):
            return True
        digits = _NOT_DIGITS.sub("", text)
        return any(own in digits for own in self._numbers)

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(own.casefold() for own in self.texts)

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        numbers = (_NOT_DIGITS.sub("", identity)[-10:] for identity in self.identities)
        return tuple(number for number in numbers if len(number) >= 7)
