"""What says something about a person: marked once, in the model, and masked wherever it would only be looked at."""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain, repeat
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema

T = TypeVar("T")
MASK: Final = "•••"
MARK: Final = "x-sensitive"
Masking = Callable[[Any], Any]


class _Marked:
    """In a field's metadata: the schema of this value says that it is sensitive."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), MARK: True}


Sensitive = Annotated[T, _Marked()]
"""`Sensitive[str]`, `Sensitive[Address | None]`: names, numbers, addresses, and whatever people dictate."""


def masked(model: BaseModel) -> dict[str, object]:
    """The JSON-ready fields of a model with every sensitive value masked; null stays null."""
    fields = model.model_dump(mode="json", by_alias=True, warnings=False)  # a warning would quote values
    shown: dict[str, object] = masking(type(model), "serialization")(fields)
    return shown


@cache
def masking(model: type[BaseModel], mode: JsonSchemaMode = "validation") -> Masking:
    """What masks JSON of this model; in mode `validation` also JSON that does not fit it."""
    return masking_of(model.model_json_schema(by_alias=True, mode=mode))


def masking_of(schema: Mapping[str, Any]) -> Masking:
    """What masks JSON of this schema, as `contracts/masking.json` shows."""
    return _Compiler(schema.get("$defs", {})).compile(schema) or _same


class _Compiler:
    """Schemas into functions, once: None where a schema marks nothing."""

    def __init__(self, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        self._definitions = definitions
        self._known: dict[str, Masking | None] = {}

    def compile(self, schema: Mapping[str, Any]) -> Masking | None:
        """The masking of one schema."""
        if schema.get(MARK) is True:
            return _mask
        alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        within = [self.compile(each) for each in alternatives if isinstance(each, dict)]
        parts = [self._reference(schema), self._object(schema), self._array(schema), *within]
        return _one_after_the_other([part for part in parts if part is not None])

    def _reference(self, schema: Mapping[str, Any]) -> Masking | None:
        name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
        if name not in self._definitions:
            return None
        if name not in self._known:
            self._known[name] = lambda value: (self._known[name] or _same)(value)  # for a model that holds itself
            self._known[name] = self.compile(self._definitions[name])
        return self._known[name]

    def _object(self, schema: Mapping[str, Any]) -> Masking | None:
        if "properties" not in schema and not isinstance(schema.get("additionalProperties"), dict):
            return None
        named = {key: self.compile(each) or _same for key, each in schema.get("properties", {}).items()}
        unnamed = self._values(schema.get("additionalProperties", False))
        if all(each is _same for each in (*named.values(), unnamed)):
            return None

        def mask(value: Any) -> Any:
            if not isinstance(value, dict):
                return _mask(value)
            return {key: named.get(key, unnamed)(each) for key, each in value.items()}

        return mask

    def _array(self, schema: Mapping[str, Any]) -> Masking | None:
        first = [self._values(each) for each in schema.get("prefixItems", ())]
        others = self._values(schema.get("items", True))
        if all(each is _same for each in (*first, others)):
            return None

        def mask(value: Any) -> Any:
            if not isinstance(value, list):
                return _mask(value)
            return [each(item) for each, item in zip(chain(first, repeat(others)), value, strict=False)]

        return mask

    def _values(self, schema: object) -> Masking:
        """`false` names nothing: what stands there all the same may be anything."""
        if schema is False:
            return _mask
        return (self.compile(schema) if isinstance(schema, dict) else None) or _same


def _mask(value: Any) -> Any:
    return None if value is None else MASK


def _same(value: Any) -> Any:
    return value


def _one_after_the_other(maskings: list[Masking]) -> Masking | None:
    if len(maskings) < 2:
        return maskings[0] if maskings else None

    def mask(value: Any) -> Any:
        for each in maskings:
            value = each(value)
        return value

    return mask
