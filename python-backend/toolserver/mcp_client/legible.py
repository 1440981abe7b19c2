"""JSON Schemas as other people publish them, made into ones that every reader of ours can rely on.

A part that cannot be read asks for nothing: the tool is served, and the other side checks what is not checked here.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

Schema = dict[str, Any]
Change = Callable[[Schema], Schema]
_METASCHEMA: Final = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_NAMING: Final = ("$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$vocabulary")
_OF_SCHEMAS: Final = ("$defs", "definitions", "properties", "patternProperties", "dependentSchemas")
_IN_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_A_SCHEMA: Final = ["object", "boolean"]  # the types that the metaschema asks for where a schema stands
_PASSES: Final = 10  # what is dropped may have hidden something else that is wrong


def legible(given: object) -> Schema:
    """A schema of draft 2020-12 for an object, with `properties`; what asks for no object is for any."""
    if not isinstance(given, dict) or not _is_for_objects(given):
        return {"type": "object", "properties": {}}
    named = {keyword: value for keyword, value in given.items() if keyword not in _NAMING}
    mended = _opened(_mended(_changed(named | {"type": "object"}, _of_this_draft)))
    resolved = _changed(mended, _resolving(mended))
    return {**resolved, "type": "object", "properties": resolved.get("properties", {})}


def _is_for_objects(schema: Schema) -> bool:
    kind = schema.get("type", "object")
    return "object" in kind if isinstance(kind, list) else kind == "object"


def _changed(schema: Schema, change: Change) -> Schema:
    """The schema with every schema in it changed, from the outside in."""
    return {keyword: _within(keyword, value, change) for keyword, value in change(schema).items()}


def _within(keyword: str, value: Any, change: Change) -> Any:
    if keyword in _OF_SCHEMAS and isinstance(value, dict):
        return {name: _part(each, change) for name, each in value.items()}
    if keyword in _IN_LISTS and isinstance(value, list):
        return [_part(each, change) for each in value]
    return _part(value, change) if keyword in _SINGLE else value


def _part(schema: Any, change: Change) -> Any:
    return _changed(schema, change) if isinstance(schema, dict) else schema


def _of_this_draft(schema: Schema) -> Schema:
    """Tuples were lists of `items` before; patterns are JavaScript's, of which Python cannot read all."""
    changed = {keyword: value for keyword, value in schema.items() if keyword != "additionalItems"}
    if isinstance(schema.get("items"), list):
        changed["prefixItems"] = changed.pop("items")
        changed["items"] = schema.get("additionalItems", True)
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not _compiles(pattern):
        del changed["pattern"]
        said = schema.get("description", "")
        changed["description"] = f"{said} (pattern, not checked here: {pattern})".strip()
    by_pattern = schema.get("patternProperties")
    if isinstance(by_pattern, dict) and not all(map(_compiles, by_pattern)):
        for keyword in ("patternProperties", "additionalProperties"):
            changed.pop(keyword, None)
    return changed


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _mended(schema: Schema) -> Schema:
    """Without what the metaschema refuses."""
    for _ in range(_PASSES):
        wrong = list(_METASCHEMA.iter_errors(schema))
        if not wrong:
            return schema
        for error in wrong:
            _drop(schema, error)
    return {}


def _drop(schema: Schema, error: ValidationError) -> None:
    """A keyword goes; where a schema has to stand, one that allows anything takes the place."""
    *way, last = error.absolute_path or ("",)
    place: Any = schema
    try:
        for step in way:
            place = place[step]
        if error.validator_value == _A_SCHEMA or isinstance(place, list):
            place[last] = True
        else:
            del place[last]
    except (LookupError, TypeError):  # an error of before has taken it along
        return


def _resolving(root: Schema) -> Change:
    """References to what the schema does not hold ask for nothing: nothing is fetched."""

    def resolve(schema: Schema) -> Schema:
        if "$ref" not in schema or _target(root, schema["$ref"]) is not None:
            return schema
        return {keyword: value for keyword, value in schema.items() if keyword != "$ref"}

    return resolve


def _target(root: Schema, reference: object) -> Schema | bool | None:
    """The schema that is referred to, if it is one."""
    resolver = Registry().with_resource("", DRAFT202012.create_resource(root)).resolver()
    try:
        found: object = resolver.lookup(str(reference)).contents
    except Unresolvable:
        return None
    return found if isinstance(found, dict | bool) else None


def _opened(schema: Schema) -> Schema:
    """Some keep all they ask for among the definitions, and refer to it."""
    target = _target(schema, schema.get("$ref", ""))
    if "$ref" not in schema or not isinstance(target, dict):
        return schema
    return {**target, **{keyword: value for keyword, value in schema.items() if keyword != "$ref"}}
