"""What a model meant by its arguments, where the schema leaves no doubt.

Models write an array or an object as JSON text, and null for what they leave out. Where a text is allowed, a text is
meant; where null is allowed, null is meant; what is required is never left out. The rest is for the schema's own check.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain, repeat
from typing import Any, Final

from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from toolserver.errors import MalformedRequest
from toolserver.execution.bounded_json import parse_json
from toolserver.toolkit.models import Arguments

Change = Callable[[Any], Any]
_KINDS: Final = {bool: "boolean", dict: "object", float: "number", int: "number", list: "array", str: "string"}
_ALL: Final = frozenset({*_KINDS.values(), "null"})
_UNIONS: Final = ("anyOf", "oneOf")
FREE_FORMATS: Final = (None, "phone")  # every other one allows few characters


@cache
def meant(model: type[Arguments]) -> Change:
    """What turns arguments as they were sent into those that are meant."""
    root = model.model_json_schema(by_alias=True)
    change = SchemaReader(root, strips=model.strips_texts).change(root) or _same

    def careful(sent: Any) -> Any:
        try:
            return change(sent)
        except RecursionError:  # a schema that refers to itself without end means nothing
            return sent

    return careful


class SchemaReader:
    """Schemas into functions, once: None where nothing is ever changed."""

    def __init__(self, root: Mapping[str, Any], *, strips: bool = False) -> None:
        self._root, self._strips = root, strips
        self._known: dict[str, Change | None] = {}

    def change(self, schema: Any) -> Change | None:
        """The change of a value that stands where this schema does."""
        if not isinstance(schema, dict):
            return None
        parts = [self._reference(schema), self._object(schema), self._array(schema), self._text(schema)]
        parts += map(self.change, schema.get("allOf", ()))
        parts += [self._union(schema[keyword]) for keyword in _UNIONS if keyword in schema]
        inner = _one_after_the_other(part for part in parts if part is not None)
        kinds = self.kinds(schema)
        is_container = "string" not in kinds and not kinds.isdisjoint({"array", "object"})
        return _decoding(kinds, inner or _same) if is_container else inner

    def kinds(self, schema: Any, followed: frozenset[str] = frozenset()) -> frozenset[str]:
        """The types of JSON that this schema allows."""
        if not isinstance(schema, dict):
            return frozenset() if schema is False else _ALL
        reference = schema.get("$ref")
        parts = [_named_kinds(schema), *(self.kinds(each, followed) for each in schema.get("allOf", ()))]
        if isinstance(reference, str) and reference not in followed:
            parts.append(self.kinds(self._target(reference), followed | {reference}))
        for keyword in _UNIONS:
            if keyword in schema:
                parts.append(frozenset(chain.from_iterable(self.kinds(each, followed) for each in schema[keyword])))
        return frozenset.intersection(*parts)

    def _target(self, reference: str) -> Any:
        """What is referred to by its place; what is not found there allows anything."""
        found: Any = self._root
        for step in reference.removeprefix("#").split("/")[1:]:
            found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        return True if found is None else found

    def _reference(self, schema: Mapping[str, Any]) -> Change | None:
        name = schema.get("$ref")
        if not isinstance(name, str):
            return None
        if name not in self._known:
            self._known[name] = lambda value: (self._known[name] or _same)(value)  # for a schema that holds itself
            self._known[name] = self.change(self._target(name))
        return self._known[name]

    def _object(self, schema: Mapping[str, Any]) -> Change | None:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        left_out = {
            name for name, each in properties.items() if name not in required and "null" not in self.kinds(each)
        }
        changes = {name: self.change(each) for name, each in properties.items()}
        others = self.change(schema.get("additionalProperties")) or _same
        if not left_out and not any(changes.values()) and others is _same:
            return None

        def change(value: Any) -> Any:
            if not isinstance(value, dict):
                return value
            kept = {name: each for name, each in value.items() if each is not None or name not in left_out}
            return {
                name: ((changes.get(name) or _same) if name in changes else others)(each) for name, each in kept.items()
            }

        return change

    def _array(self, schema: Mapping[str, Any]) -> Change | None:
        first = [self.change(each) or _same for each in schema.get("prefixItems", ())]
        others = self.change(schema.get("items")) or _same
        if all(each is _same for each in (*first, others)):
            return None

        def change(value: Any) -> Any:
            if not isinstance(value, list):
                return value
            return [each(item) for each, item in zip(chain(first, repeat(others)), value, strict=False)]

        return change

    def _text(self, schema: Mapping[str, Any]) -> Change | None:
        """Without white space around it; a text that is too long with it stays too long."""
        is_free = schema.get("type") == "string" and schema.get("format") in FREE_FORMATS
        if not self._strips or not is_free or "enum" in schema or "const" in schema:
            return None
        longest = schema.get("maxLength")

        def change(value: Any) -> Any:
            is_short = isinstance(value, str) and (longest is None or len(value) <= longest)
            return value.strip() if is_short else value

        return change

    def _union(self, alternatives: list[Any]) -> Change | None:
        """The alternative that is meant is the only one of the value's type, else the first that fits then."""
        changes = [(self.kinds(each), self.change(each), self._fits(each)) for each in alternatives]
        if all(change is None for _, change, _ in changes):
            return None

        def change(value: Any) -> Any:
            of_kind = [each for each in changes if _kind(value) in each[0]]
            if len(of_kind) == 1:
                return (of_kind[0][1] or _same)(value)
            changed = ((each[2], (each[1] or _same)(value)) for each in of_kind)
            return next((candidate for fits, candidate in changed if fits(candidate)), value)

        return change

    def _fits(self, schema: Any) -> Callable[[Any], bool]:
        definitions = {name: self._root[name] for name in ("$defs", "definitions") if name in self._root}
        checker = Draft202012Validator({**definitions, **schema} if isinstance(schema, dict) else schema)

        def fits(value: Any) -> bool:
            try:
                return checker.is_valid(value)
            except (Unresolvable, RecursionError, re.error):
                return False

        return fits


def _named_kinds(schema: Mapping[str, Any]) -> frozenset[str]:
    kinds = _ALL
    if "type" in schema:
        named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        kinds &= {"number" if name == "integer" else name for name in named}
    if "enum" in schema:
        kinds &= set(map(_kind, schema["enum"]))
    return kinds & {_kind(schema["const"])} if "const" in schema else kinds


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "null")


def _decoding(kinds: frozenset[str], inner: Change) -> Change:
    def change(value: Any) -> Any:
        if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
            value = _decoded(value, kinds)
        return inner(value)

    return change


def _decoded(text: str, kinds: frozenset[str]) -> Any:
    """Once only: what is a text in there is a text."""
    try:
        value = parse_json(text)
    except MalformedRequest:
        return text
    return value if _kind(value) in kinds else text


def _same(value: Any) -> Any:
    return value


def _one_after_the_other(changes: Iterable[Change]) -> Change | None:
    known = list(changes)
    if len(known) < 2:
        return known[0] if known else None

    def change(value: Any) -> Any:
        for each in known:
            value = each(value)
        return value

    return change
