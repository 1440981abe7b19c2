"""What a tool's schema has to add: null, wherever something may be left out, at every depth."""

from collections.abc import Mapping
from typing import Any, Final

from toolserver.execution.meant import SchemaReader

_OF_SCHEMAS: Final = ("$defs", "definitions", "properties")
_IN_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = ("additionalProperties", "items")


def with_nulls(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as the toolserver takes it: null means absent where it is not a value."""
    added: dict[str, Any] = _Nulls(SchemaReader(schema)).added(schema)
    return added


class _Nulls:
    def __init__(self, reader: SchemaReader) -> None:
        self._reader = reader

    def added(self, schema: Any) -> Any:
        """To this schema and to all within."""
        if not isinstance(schema, dict):
            return schema
        whole = {keyword: self._within(keyword, value) for keyword, value in schema.items()}
        if isinstance(schema.get("properties"), dict):
            required = schema.get("required", ())
            named = whole["properties"].items()
            whole["properties"] = {name: each if name in required else self._nullable(each) for name, each in named}
        return whole

    def _within(self, keyword: str, value: Any) -> Any:
        if keyword in _OF_SCHEMAS and isinstance(value, dict):
            return {name: self.added(each) for name, each in value.items()}
        if keyword in _IN_LISTS and isinstance(value, list):
            return [self.added(each) for each in value]
        return self.added(value) if keyword in _SINGLE else value

    def _nullable(self, schema: Any) -> Any:
        return schema if "null" in self._reader.kinds(schema) else {"anyOf": [schema, {"type": "null"}]}
