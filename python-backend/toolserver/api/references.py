"""A schema that stood alone becomes components of the document: what it refers to is found from the root."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_DEFINITIONS: Final = "$defs"
_NAMING: Final = ("$schema", "$id", "title", _DEFINITIONS)


def components(name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema under this name, and each of its definitions under a name of its own."""
    yield name, _moved(_body(schema), name)
    for defined, definition in schema.get(_DEFINITIONS, {}).items():
        yield f"{name}.{_plain(defined)}", _moved(_body(definition), name)


def _body(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Without what names it: two models may have one title, and generators make it a class's name."""
    return {keyword: value for keyword, value in schema.items() if keyword not in _NAMING}


def _moved(node: Any, name: str) -> Any:
    if isinstance(node, list):
        return [_moved(each, name) for each in node]
    if not isinstance(node, dict):
        return node
    moved = {key: _moved(value, name) for key, value in node.items()}
    pointer = node.get("$ref")
    return {**moved, "$ref": _place(pointer, name)} if isinstance(pointer, str) else moved


def _place(pointer: str, name: str) -> str:
    if not pointer.startswith("#") or pointer.startswith("#/components/"):
        return pointer
    steps = pointer.removeprefix("#").split("/")[1:]
    if steps[:1] == [_DEFINITIONS] and len(steps) > 1:
        name, steps = f"{name}.{_plain(steps[1])}", steps[2:]
    return "/".join(["#/components/schemas", name, *steps])


def _plain(name: str) -> str:
    """OpenAPI allows few characters in a component's name."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)
