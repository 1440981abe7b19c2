"""JSON as callers send it: of bounded depth, and of nothing that cannot be stored."""

import json
from typing import Any, Final, NoReturn

from toolserver.errors import MalformedRequest

_MAX_DEPTH: Final = 32


def parse_json(text: bytes | str) -> Any:
    """JSON of bounded depth, without NaN and NUL. Raises MalformedRequest."""
    value = parse_with_nul(text)
    refuse_nul(value)
    return value


def parse_with_nul(text: bytes | str) -> Any:
    """JSON of bounded depth, without NaN; somebody else has to look for NUL. Raises MalformedRequest."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(f"the body is not JSON: {error}") from error
    if _is_deeper_than(value, _MAX_DEPTH):
        raise MalformedRequest(f"the body is nested deeper than {_MAX_DEPTH}")
    return value


def refuse_nul(value: object) -> None:
    """Raises MalformedRequest."""
    if _holds_nul(value):
        raise MalformedRequest("the body holds \\u0000, which PostgreSQL cannot store")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _is_deeper_than(value: object, left: int) -> bool:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left < 0 or any(_is_deeper_than(child, left - 1) for child in children)


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in key or _holds_nul(child) for key, child in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))
