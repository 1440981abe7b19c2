"""JSON values of other people's, as they can be written and stored."""

import json
import math
import re
from typing import Any, Final

_HALVES: Final = re.compile(r"[\ud800-\udfff]")
_DEEPEST: Final = 100  # levels; pydantic writes 250


def storable(value: Any, levels: int = _DEEPEST) -> Any:
    """The value with nothing in it that cannot be stored.

    Half a character becomes the sign for one that cannot be read, an infinite number and a value that is nested too
    deep become texts.
    """
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if not isinstance(value, dict | list):
        return value
    if levels == 0:
        return storable_text(json.dumps(value, ensure_ascii=False))
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(each, levels - 1) for key, each in value.items()}
    return [storable(each, levels - 1) for each in value]


def storable_text(text: str) -> str:
    """Halves of characters come from texts that were cut in the middle of an emoji."""
    return _HALVES.sub("\ufffd", text)
