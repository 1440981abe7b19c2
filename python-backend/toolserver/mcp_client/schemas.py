"""Argument classes made of JSON Schemas, for tools whose types are written elsewhere."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from pydantic import ConfigDict, model_validator
from pydantic import ValidationError as FieldErrors
from pydantic_core import InitErrorDetails, PydanticCustomError
from referencing import Registry

from toolserver.mcp_client.legible import legible
from toolserver.toolkit.models import Arguments
from toolserver.toolkit.sensitive import MARK

_LONGEST: Final = 200  # of what a reason quotes from the schema


class DescribedArguments(Arguments):
    """Arguments that a JSON Schema describes, and that are checked against it."""

    model_config = ConfigDict(extra="allow")
    strips_texts: ClassVar[bool] = False
    json_schema: ClassVar[dict[str, Any]]
    validator: ClassVar[Validator]

    @classmethod
    def model_json_schema(cls, *_args: object, **_more: object) -> dict[str, Any]:
        """The schema as it is published."""
        return dict(cls.json_schema)

    @model_validator(mode="before")
    @classmethod
    def _fits(cls, given: dict[str, Any]) -> dict[str, Any]:
        wrong = [_line(error) for error in _errors(cls.validator, given)]
        if wrong:
            raise FieldErrors.from_exception_data(cls.__name__, wrong)
        return given


def described_arguments(name: str, schema: object) -> type[DescribedArguments]:
    """A class of arguments for this schema; what of it cannot be read is not checked."""
    try:
        read = legible(schema)
    except RecursionError:
        read = legible(None)
    published = {**read, **_all_sensitive(read)}
    checker = Draft202012Validator(read, registry=Registry())  # fetches nothing
    return type(f"{name}_arguments", (DescribedArguments,), {"json_schema": published, "validator": checker})


def _errors(checker: Validator, given: Mapping[str, Any]) -> list[ValidationError]:
    """A schema that refers to itself without end checks nothing."""
    try:
        return list(checker.iter_errors(given))
    except RecursionError:
        return []


def _all_sensitive(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody marked what in there says something about a person, so all of it is taken to."""
    properties = {name: _sensitive(each) for name, each in schema["properties"].items()}
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
