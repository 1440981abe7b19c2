"""The mark by which a value's schema says how it is heard, read back and shown."""

from dataclasses import dataclass
from typing import Final

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

KIND: Final = "x-kind"


@dataclass(frozen=True)
class Kind:
    """In a field's metadata: the schema of this value says what kind of value it is."""

    name: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Called by pydantic."""
        return {**handler(core), KIND: self.name}
