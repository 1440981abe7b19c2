"""The schemas of each tool's calls and answers, in words that a fuzzer and a generator of clients understand."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolserver.api.calls import ExecuteTool
from toolserver.api.nulls import with_nulls
from toolserver.api.references import components
from toolserver.api.texts import storable
from toolserver.execution.registry import parameters_of
from toolserver.toolkit.declaration import Tool

Schema = dict[str, Any]
ERROR: Final[Schema] = {
    "type": "object",
    "required": ["code", "message", "say", "retryable"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string", "description": "for the developer"},
        "say": {"type": "string", "description": "what the caller may hear"},
        "retryable": {"type": "boolean"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}, "description": "what is wrong where"},
        "confirmation_token": {"type": "string", "description": "with confirmation_required: good for one call"},
    },
    "additionalProperties": False,
}
_RECORDED: Final[Schema] = {
    "call_id": {"type": "string"},
    "replayed": {"type": "boolean", "description": "whether an earlier call with this call_id was answered before"},
    "took_ms": {"type": "integer", "minimum": 0},
}


def ref(name: str) -> Schema:
    """A schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Mapping[str, Any], *, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these properties and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": dict(properties), "additionalProperties": False}


def shared_schemas() -> Iterator[tuple[str, Schema]]:
    """What the calls and answers of all tools have in common."""
    yield "Error", ERROR
    yield "Refused", closed({"error": ref("Error")})
    yield "Failed", closed({**_RECORDED, "error": ref("Error")})
    status = {"type": "integer", "description": "what /execute-tool would have answered"}
    item = {
        "call_id": {"type": "string"},
        "error": ref("Error"),
        "status": status,
        "retry_after_s": {"type": "integer"},
    }
    yield "ItemRefused", closed(item, optional=("call_id", "retry_after_s"))
    yield from components("ExecuteTool", storable(ExecuteTool.model_json_schema()))
    yield from components("AnyCall", ExecuteTool.model_json_schema())


def tool_schemas(tool: Tool) -> Iterator[tuple[str, Schema]]:
    """A tool's arguments, result, call and answer, by name."""
    yield from components(f"Arguments_{tool.name}", _arguments(tool))
    yield from components(
        f"Result_{tool.name}", dict(tool.result.model_json_schema(mode="serialization", by_alias=True))
    )
    yield f"Call_{tool.name}", _call(tool)
    succeeded = closed({**_RECORDED, "result": ref(f"Result_{tool.name}")})
    yield f"Answer_{tool.name}", {"oneOf": [succeeded, ref("Failed")]}


def _arguments(tool: Tool) -> Schema:
    """What may be left out may also be null, which means that it is."""
    schema = storable(parameters_of(tool), strips=tool.arguments.strips_texts)
    return with_nulls(schema)


def _call(tool: Tool) -> Schema:
    schema = storable(ExecuteTool.model_json_schema(ref_template="#/components/schemas/ExecuteTool.{model}"))
    schema = {keyword: value for keyword, value in schema.items() if keyword not in ("$defs", "title")}
    arguments = ref(f"Arguments_{tool.name}")
    said = {"description": "an object; the same as JSON text is understood too, as models write it"}
    named = {"tool_name": {"const": tool.name, "type": "string"}, "arguments": {**arguments, **said}}
    needed = ["tool_name", "arguments"] if parameters_of(tool).get("required") else ["tool_name"]
    return {**schema, "required": needed, "properties": {**schema["properties"], **named}}
