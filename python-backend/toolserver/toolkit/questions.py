"""What a caller is asked before a tool acts, with the facts that a yes is about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pydantic_core import to_jsonable_python


@dataclass(frozen=True)
class Question:
    """`say` is what the caller hears; `facts` is all that the tool will act on: whose, what, how many, for how much.

    Facts are whatever pydantic can write as JSON: numbers, texts, dates, decimals, lists, mappings, dataclasses.
    """

    say: str
    facts: Mapping[str, object]

    @property
    def text(self) -> str:
        """Equal for questions to which one yes is an answer."""
        return json.dumps(cast(object, to_jsonable_python([self.say, self.facts])), sort_keys=True)
