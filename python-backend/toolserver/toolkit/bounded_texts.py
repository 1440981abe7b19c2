"""Texts without a longest length of their own get one, which the published schema shows and the check enforces."""

from typing import Any, Final

from pydantic_core import CoreSchema

LONGEST_TEXT: Final = 2000
_NO_SCHEMAS: Final = frozenset({"cls", "config", "default", "expected", "function", "metadata", "ref", "serialization"})


def with_bounded_texts(schema: CoreSchema) -> CoreSchema:
    """The same schema of a model, but for its texts: in lists, unions and optional fields too, not in other models."""
    bounded: CoreSchema = _bounded(schema)
    return bounded


def _bounded(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return type(part)(map(_bounded, part))
    if not isinstance(part, dict):
        return part
    bounded = {key: value if key in _NO_SCHEMAS else _bounded(value) for key, value in part.items()}
    return {"max_length": LONGEST_TEXT, **bounded} if part.get("type") == "str" else bounded
