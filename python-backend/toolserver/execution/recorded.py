"""What the audit keeps of a call's arguments: enough to see what was asked, and never much."""

import json
from collections.abc import Mapping
from typing import Any, Final

from toolserver.toolkit.sensitive import MASK

_LONGEST_TEXT: Final = 200
_MOST_BYTES: Final = 4000
_MOST_NAMES: Final = 20
_REST: Final = "…"


def recorded(arguments: Mapping[str, Any]) -> str:
    """The JSON of masked arguments with long texts cut; of very many only some names."""
    text = json.dumps(_cut(arguments), ensure_ascii=False)
    return text if len(text.encode()) <= _MOST_BYTES else _names(arguments, _REST)


def all_masked(arguments: Mapping[str, Any]) -> str:
    """The JSON of the names alone."""
    return _names(arguments, MASK)


def _names(arguments: Mapping[str, Any], shown: str) -> str:
    return json.dumps({_cut(name): shown for name in [*arguments][:_MOST_NAMES]}, ensure_ascii=False)


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return value[:_LONGEST_TEXT] + _REST
    if isinstance(value, Mapping):
        return {_cut(name): _cut(each) for name, each in value.items()}
    return [_cut(each) for each in value] if isinstance(value, list) else value
