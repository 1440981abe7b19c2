"""JSON Schemas as strangers write them, read once: whatever cannot be read is free text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_DEEPEST: Final = 5  # levels of objects, references and alternatives; schemas may refer to themselves
_MOST: Final = 100  # properties, or choices
_LONGEST: Final = 1000  # characters of a description
_LONGEST_PATTERN: Final = 100
# Repetitions of repetitions, and several in a row, take exponentially long on texts that almost fit.
_REPEATED_GROUP: Final = re.compile(r"\)[*+?{]")
_OPEN: Final = re.compile(r"[*+]|\{\d*,\d*\}")
_MOST_OPEN: Final = 2
Written = Mapping[str, Any]
NOTHING: Final[Written] = {}


@dataclass(frozen=True)
class Schema:
    """What one value looks like."""

    written: Written  # with the definitions it may refer to, and how deep it lies
    type: str = ""
    format: str = ""
    pattern: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    assumed: str | None = None  # the default, or the first example
    items: "Schema | None" = None


def properties_of(schema: object, *left_out: str) -> Iterator[tuple[str, Schema, bool]]:
    """The properties of an object schema in their order, each with whether it is required."""
    written = _mapping(schema)
    required, depth = _texts(written.get("required")), _depth(written)
    for name, spec in list(_mapping(written.get("properties")).items())[:_MOST]:
        if depth < _DEEPEST and str(name) not in left_out:
            yield str(name), _read(spec, _mapping(written.get("$defs")), depth + 1), name in required


def _read(spec: object, definitions: Written, depth: int) -> Schema:
    """A property with its `$ref` followed and an optional's `null` branch dropped."""
    written = {**_resolved(spec, definitions, depth), "$defs": definitions, _DEPTH: depth}
    examples = written.get("examples")
    assumed = written.get("default", examples[0] if isinstance(examples, list) and examples else None)
    items = _mapping(written.get("items"))
    return Schema(
        written=written,
        type=_type(written.get("type")),
        format=str(written.get("format", "")),
        pattern=_pattern(str(written.get("pattern", ""))),
        description=str(written.get("description", ""))[:_LONGEST],
        choices=_texts(written.get("enum")),
        assumed=None if assumed is None else str(assumed),
        items=_read(items, definitions, depth + 1) if items and depth < _DEEPEST else None,
    )


def _resolved(spec: object, definitions: Written, depth: int) -> Written:
    written = _mapping(spec)
    if depth > _DEEPEST:
        return NOTHING
    branches = [branch for branch in _branches(written.get("anyOf")) if branch.get("type") != "null"]
    if branches:
        typed = next((branch for branch in branches if branch.get("type") == "string"), branches[0])
        written = {**typed, **{name: value for name, value in written.items() if name != "anyOf"}}
    reference = str(written.get("$ref", ""))
    if not reference:
        return written
    target = _resolved(definitions.get(reference.rsplit("/", 1)[-1]), definitions, depth + 1)
    return {**target, **{name: value for name, value in written.items() if name != "$ref"}}


def _branches(anyof: object) -> list[Written]:
    return [_mapping(branch) for branch in anyof] if isinstance(anyof, list) else []


def _mapping(value: object) -> Written:
    """A schema may also be true, false, or nonsense: then nothing is known about the value."""
    return value if isinstance(value, Mapping) else NOTHING


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value[:_MOST]) if isinstance(value, list) else ()


def _pattern(pattern: str) -> str:
    """One that Python knows, and that no text can keep busy for long; else the value is free text."""
    if len(pattern) > _LONGEST_PATTERN or _REPEATED_GROUP.search(pattern) or len(_OPEN.findall(pattern)) > _MOST_OPEN:
        return ""
    try:
        re.compile(pattern)
    except re.error:
        return ""
    return pattern


def _type(value: object) -> str:
    """Of several types the first that is not null."""
    several = value if isinstance(value, list) else [value]
    return next((each for each in several if isinstance(each, str) and each != "null"), "")


_DEPTH: Final = " depth"  # no keyword of JSON Schema has a space


def _depth(written: Written) -> int:
    depth = written.get(_DEPTH, 0)
    return depth if isinstance(depth, int) else 0
