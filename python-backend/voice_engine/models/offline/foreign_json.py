"""JSON that strangers write, read in one place: what is unreadable is nothing, of too much the first is looked at."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

_MOST: Final = 50  # entries of one list or object
_NESTED: Final = 1000  # lists and objects in all; shared out evenly, so that a huge first entry hides no other
_LONGEST: Final = 4000  # characters of a text
_LONGEST_NAME: Final = 100


def loaded(text: object) -> Any:
    """The value of a JSON text; None where it is none, too deep, or holds a number that is too long."""
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def looked_at(value: object, share: int = _NESTED) -> Any:
    """As much of a value as is worth a look. `share` is how many lists and objects it may be made of."""
    if isinstance(value, str):
        return sendable(value[:_LONGEST])
    if not _is_nested(value):
        return value if isinstance(value, (int, float)) else None
    entries = [(name, entry) for name, entry in islice(_entries(value), _MOST) if _is_short(name)]
    share //= 1 + sum(_is_nested(entry) for _, entry in entries)
    kept = {name: looked_at(entry, share) for name, entry in entries if share or not _is_nested(entry)}
    return kept if isinstance(value, Mapping) else list(kept.values())


def object_in(text: object) -> dict[str, Any]:
    """What is looked at of a JSON text that is an object; of anything else nothing."""
    found = looked_at(loaded(text))
    return found if isinstance(found, dict) else {}


def text_of(value: object, longest: int = _LONGEST) -> str:
    """A text, cut; of anything else nothing."""
    return sendable(value[:longest]) if isinstance(value, str) else ""


def texts_of(value: object, most: int, longest: int = _LONGEST) -> tuple[str, ...]:
    """The first texts of a list; of anything else none."""
    return tuple(each[:longest] for each in value[:most] if isinstance(each, str)) if isinstance(value, list) else ()


def sendable(text: str) -> str:
    """Half of a surrogate pair, which JSON can write and UTF-8 cannot, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _entries(value: Any) -> Any:
    return value.items() if isinstance(value, Mapping) else enumerate(value)


def _is_nested(value: object) -> bool:
    return isinstance(value, (list, Mapping))


def _is_short(name: object) -> bool:
    return not isinstance(name, str) or len(name) <= _LONGEST_NAME
