"""JSON Schemas as strangers write them, read once: whatever cannot be read is free text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from voice_engine.models.offline.foreign_json import text_of
from voice_engine.models.offline.patterns import usable

NODES: Final = 300  # of one tool in all; shared out evenly at each level, so that no loop takes more
_CHOICES: Final = 100  # of one value
_ALL_CHOICES: Final = 1000  # of one tool
_LONGEST_CHOICE: Final = 100  # characters; a cut one would be wrong
_LONGEST: Final = 1000  # characters of a description
_LONGEST_NAME: Final = 100
_REFERENCES: Final = 5  # that lead to one another
_BRANCHES: Final = 20
_KEYWORDS: Final = (
    "type", "format", "pattern", "description", "enum", "default", "examples", "items", "required", "properties",
    "anyOf", "$ref", "x-kind",
)  # fmt: skip
Written = Mapping[str, Any]
NOTHING: Final[Written] = {}


@dataclass(frozen=True)
class Schema:
    """What one value looks like."""

    type: str = ""
    kind: str = ""  # x-kind: what kind of value people say
    format: str = ""
    pattern: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    assumed: str | None = None  # the default, or the first example
    items: "Schema | None" = None
    properties: "tuple[Property, ...]" = ()  # in their order


@dataclass(frozen=True)
class Property:
    """One value of an object."""

    name: str
    schema: Schema
    required: bool


@dataclass(frozen=True)
class _Tool:
    """What the values of one tool share."""

    definitions: Written
    choices: Iterator[int]  # one is taken for each choice that is read


def read_schema(written: object, nodes: int = NODES) -> Schema:
    """A tool's parameters, as far as anything is known about them."""
    tool = _Tool(_mapping(_mapping(written).get("$defs")), iter(range(_ALL_CHOICES)))
    return _read(written, tool, nodes)


def _read(spec: object, tool: _Tool, nodes: int) -> Schema:
    """A value with its `$ref` followed and an optional's `null` branch dropped, made of so many nodes at most."""
    written = _resolved(spec, tool.definitions)
    examples = written.get("examples")
    assumed = written.get("default", examples[0] if isinstance(examples, list) and examples else None)
    items = _mapping(written.get("items"))
    return Schema(
        type=_type(written.get("type")),
        kind=text_of(written.get("x-kind")),
        format=text_of(written.get("format")),
        pattern=usable(text_of(written.get("pattern"))),
        description=text_of(written.get("description"), _LONGEST),
        choices=tuple(choice for choice, _ in zip(_plain(written.get("enum")), tool.choices, strict=False)),
        assumed=next(_plain([assumed]), None),
        items=_read(items, tool, nodes // 2) if items and nodes > 1 else None,
        properties=tuple(_properties(written, tool, nodes)),
    )


def _properties(written: Written, tool: _Tool, nodes: int) -> Iterator[Property]:
    required = written.get("required")
    needed = {name for name in required[:NODES] if isinstance(name, str)} if isinstance(required, list) else set()
    found = [
        (name, spec)
        for name, spec in islice(_mapping(written.get("properties")).items(), NODES)
        if isinstance(name, str) and len(name) <= _LONGEST_NAME
    ]
    share = nodes // (len(found[: nodes - 1]) + 1)
    for name, spec in found[: nodes - 1]:
        yield Property(name, _read(spec, tool, share), name in needed)


def _resolved(spec: object, definitions: Written) -> Written:
    """The keywords of a value, those of its reference and its first branch among them."""
    written: Written = {}
    for _ in range(_REFERENCES):
        own = _mapping(spec)
        branch = _branch(own.get("anyOf"))
        written = {**_known(branch), **_known(own), **written}
        reference = text_of(branch.get("$ref") or own.get("$ref"))
        if not reference:
            break
        spec = definitions.get(reference.rsplit("/", 1)[-1])
    return written


def _branch(anyof: object) -> Written:
    """The first that is a text, else the first that is not null."""
    listed = anyof[:_BRANCHES] if isinstance(anyof, list) else []
    branches = [_mapping(each) for each in listed if _mapping(each).get("type") != "null"]
    return next((each for each in branches if each.get("type") == "string"), branches[0] if branches else NOTHING)


def _known(written: Written) -> Written:
    return {name: written[name] for name in _KEYWORDS if name in written}


def _mapping(value: object) -> Written:
    """A schema may also be true, false, or nonsense: then nothing is known about the value."""
    return value if isinstance(value, Mapping) else NOTHING


def _plain(values: object) -> Iterator[str]:
    """Choices and defaults that can be said."""
    for each in values[:_CHOICES] if isinstance(values, list) else ():
        if isinstance(each, (str, int, float)) and len(str(each)) <= _LONGEST_CHOICE:
            yield str(each)


def _type(value: object) -> str:
    """Of several types the first that is not null."""
    several = value if isinstance(value, list) else [value]
    return next((each for each in several[:_BRANCHES] if isinstance(each, str) and each != "null"), "")
