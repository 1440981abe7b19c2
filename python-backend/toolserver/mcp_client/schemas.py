"""Argument classes made of JSON Schemas, for tools whose types are written elsewhere."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from jsonschema import Draft202012Validator, SchemaError, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from pydantic import ConfigDict, model_validator
from pydantic import ValidationError as FieldErrors
from pydantic_core import InitErrorDetails, PydanticCustomError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from toolserver.toolkit.models import Arguments
from toolserver.toolkit.sensitive import MARK

_LONGEST: Final = 200  # of what a reason quotes from the schema


class SchemaUnusable(ValueError):
    """No arguments can be checked against this schema; the message says why."""


class DescribedArguments(Arguments):
    """Arguments that a JSON Schema describes, and that are checked against it."""

    model_config = ConfigDict(extra="allow")
    json_schema: ClassVar[dict[str, Any]]
    validator: ClassVar[Validator]

    @classmethod
    def model_json_schema(cls, *_args: object, **_more: object) -> dict[str, Any]:
        """The schema as it was written."""
        return dict(cls.json_schema)

    @model_validator(mode="before")
    @classmethod
    def _fits(cls, given: dict[str, Any]) -> dict[str, Any]:
        wrong = [_line(error) for error in cls.validator.iter_errors(given)]
        if wrong:
            raise FieldErrors.from_exception_data(cls.__name__, wrong)
        return given


def described_arguments(name: str, schema: Mapping[str, Any]) -> type[DescribedArguments]:
    """A class of arguments for this schema. Raises SchemaUnusable."""
    _check(schema)
    published = {**schema, **_all_sensitive(schema)}
    checker = validator_for(schema, default=Draft202012Validator)(schema, registry=Registry())  # fetches nothing
    return type(f"{name}_arguments", (DescribedArguments,), {"json_schema": published, "validator": checker})


def _check(schema: Mapping[str, Any]) -> None:
    if schema.get("type") != "object" or not isinstance(schema.get("properties", {}), dict):
        raise SchemaUnusable("its arguments are no object")
    try:
        validator_for(schema, default=Draft202012Validator).check_schema(dict(schema))
        resolver = Registry().with_resource("", DRAFT202012.create_resource(schema)).resolver()
        for reference in _references(schema):
            resolver.lookup(reference)
    except SchemaError as error:
        raise SchemaUnusable(f"its schema is none: {error.message[:_LONGEST]}") from error
    except Unresolvable as error:
        raise SchemaUnusable(f"its schema refers to what it does not hold: {error.ref}") from error


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _all_sensitive(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody marked what in there says something about a person, so all of it is taken to."""
    properties = {name: _sensitive(each) for name, each in schema.get("properties", {}).items()}
    return {"properties": properties, "additionalProperties": _sensitive(schema.get("additionalProperties", True))}


def _sensitive(schema: object) -> object:
    if isinstance(schema, dict):
        return {**schema, MARK: True}
    return {MARK: True} if schema is True else schema


def _line(error: ValidationError) -> InitErrorDetails:
    """What the schema asks for at which place; the validator's own text would quote what was given."""
    asked = error.message if error.validator == "required" else f"{error.validator}: {_shown(error.validator_value)}"
    place = tuple(part if isinstance(part, int) else str(part) for part in error.absolute_path)
    return InitErrorDetails(type=PydanticCustomError("json_schema", "{asked}", {"asked": asked}), loc=place, input=None)


def _shown(value: object) -> str:
    return json.dumps(value, default=str)[:_LONGEST]
