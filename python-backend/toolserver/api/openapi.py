"""The OpenAPI document: one schema a tool, chosen by `tool_name`."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from toolserver.api.calls import ExecuteTool
from toolserver.api.sessions import OpenSession
from toolserver.execution.registry import Registry, parameters_of
from toolserver.toolkit.declaration import Tool

_REFUSALS = {
    "400": "malformed JSON",
    "401": "bad or missing credentials",
    "403": "not_permitted or verification_required",
    "404": "unknown_tool",
    "409": "call_id_reused, call_in_progress or result_expired",
    "413": "over one megabyte",
    "415": "not application/json",
    "422": "invalid_arguments, with fields",
    "429": "rate_limited or repeated_call",
    "503": "unavailable",
}
_ITEM_REFUSED = {
    "type": "object",
    "required": ["error", "status"],
    "properties": {
        "call_id": {"type": "string"},
        "error": {"$ref": "#/components/schemas/Error"},
        "status": {"type": "integer", "description": "what /execute-tool would have answered"},
        "retry_after_s": {"type": "integer"},
    },
}
_ERROR = {
    "type": "object",
    "required": ["code", "message", "say", "retryable"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "say": {"type": "string"},
        "retryable": {"type": "boolean"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "confirmation_token": {"type": "string", "description": "with confirmation_required: good for one call"},
    },
}


def describe(app: FastAPI, registry: Registry, *, most_calls: int) -> None:
    """Let the app serve the complete document."""
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(_document(app, registry, most_calls))
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _document(app: FastAPI, registry: Registry, most_calls: int) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Error"] = _ERROR
    bearer = {"type": "http", "scheme": "bearer"}
    document["components"]["securitySchemes"] = {"bearer": bearer}
    document["security"] = [{"bearer": []}, {}]
    tools = list(registry)
    for tool in tools:
        schemas[f"Call_{tool.name}"] = _request(tool)
        schemas[f"Answer_{tool.name}"] = _answer(tool)
    call = {"oneOf": [_ref(f"Call_{tool.name}") for tool in tools]}
    answer = {"anyOf": [_ref(f"Answer_{tool.name}") for tool in tools]}
    _describe_one(document["paths"]["/execute-tool"]["post"], call, answer)
    calls = {"type": "array", "minItems": 1, "maxItems": most_calls, "items": call}
    _describe_many(document["paths"]["/execute-tools"]["post"], calls, answer)
    sessions = document["paths"]["/sessions"]["post"]
    sessions["requestBody"] = _json_body(OpenSession.model_json_schema(ref_template="#/components/schemas/{model}"))
    _hoist_definitions(document)
    for operation in (one for path in document["paths"].values() for one in path.values()):
        operation["responses"] = {**operation["responses"], **_refusals()}
    return document


def _describe_one(operation: dict[str, Any], call: dict[str, Any], answer: dict[str, Any]) -> None:
    operation["requestBody"] = _json_body(call)
    operation["responses"] = {"200": {"description": "the recorded outcome", **_content(answer)}}


def _describe_many(operation: dict[str, Any], calls: dict[str, Any], answer: dict[str, Any]) -> None:
    operation["requestBody"] = _json_body(_object_of("calls", calls))
    results = {"type": "array", "items": {"anyOf": [*answer["anyOf"], _ITEM_REFUSED]}}
    answers = _content(_object_of("results", results))
    operation["responses"] = {"200": {"description": "one outcome or refusal a call, in order", **answers}}


def _object_of(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: schema}, "additionalProperties": False}


def _request(tool: Tool) -> dict[str, Any]:
    schema = ExecuteTool.model_json_schema(ref_template="#/components/schemas/{model}")
    properties = schema["properties"]
    properties["tool_name"] = {"const": tool.name, "type": "string"}
    properties["arguments"] = _localised(dict(parameters_of(tool)), f"Call_{tool.name}/properties/arguments")
    return schema


def _answer(tool: Tool) -> dict[str, Any]:
    result = tool.result.model_json_schema(mode="serialization", by_alias=True)
    return {
        "type": "object",
        "required": ["call_id", "replayed", "took_ms"],
        "properties": {
            "call_id": {"type": "string"},
            "result": _localised(result, f"Answer_{tool.name}/properties/result"),
            "error": _ref("Error"),
            "replayed": {"type": "boolean"},
            "took_ms": {"type": "integer"},
        },
        "oneOf": [{"required": ["result"]}, {"required": ["error"]}],
    }


def _localised(schema: dict[str, Any], place: str) -> dict[str, Any]:
    """A schema's own definitions, referred to from the document's root."""
    moved: dict[str, Any] = _moved(schema, "#/$defs/", f"#/components/schemas/{place}/$defs/")
    return moved


def _moved(node: Any, old: str, new: str) -> Any:
    if isinstance(node, dict):
        return {key: _moved(value, old, new) for key, value in node.items()}
    if isinstance(node, list):
        return [_moved(value, old, new) for value in node]
    return new + node[len(old) :] if isinstance(node, str) and node.startswith(old) else node


def _hoist_definitions(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bodies = [document["paths"]["/sessions"]["post"]["requestBody"]["content"]["application/json"]["schema"]]
    for schema in [*list(schemas.values()), *bodies]:
        for name, definition in schema.pop("$defs", {}).items():
            schemas[name] = definition


def _refusals() -> dict[str, Any]:
    body = {"type": "object", "required": ["error"], "properties": {"error": _ref("Error")}}
    return {status: {"description": text, **_content(body)} for status, text in _REFUSALS.items()}


def _json_body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, **_content(schema)}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
