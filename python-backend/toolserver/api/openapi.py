"""The OpenAPI document: what each operation takes and answers, one schema a tool, chosen by `tool_name`."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from toolserver.api.operations import is_open, refusals
from toolserver.api.references import components
from toolserver.api.sessions import OpenSession
from toolserver.api.texts import storable
from toolserver.api.tool_schemas import Schema, closed, ref, shared_schemas, tool_schemas
from toolserver.execution.registry import Registry

_FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")  # of refusals that it would make, and that are ours
_MISFIT = {**ref("AnyCall"), "description": "any other: it is refused in its own result, and the others run"}
_SESSION = "$response.body#/session_id"


def describe(app: FastAPI, registry: Registry, *, most_calls: int, needs_key: bool) -> None:
    """Let the app serve the complete document; it is made again when there are more tools."""
    made: dict[int, dict[str, Any]] = {}

    def openapi() -> dict[str, Any]:
        tools = len(list(registry))
        if tools not in made:
            made.clear()
            made[tools] = _document(app, registry, most_calls, needs_key)
        return made[tools]

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _document(app: FastAPI, registry: Registry, most_calls: int, needs_key: bool) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    of_routes = {name: each for name, each in document["components"]["schemas"].items() if name not in _FASTAPIS_OWN}
    bearer = {"type": "http", "scheme": "bearer"}
    schemas = {**of_routes, **dict(_schemas(registry))}
    document["components"] = {"schemas": schemas, "securitySchemes": {"bearer": bearer}}
    document["security"] = [{"bearer": []}] if needs_key else [{"bearer": []}, {}]
    operations = {one["operationId"]: one for path in document["paths"].values() for one in path.values()}
    _describe_calls(operations, most_calls)
    _describe_sessions(operations)
    operations["show_metrics"]["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}}}
    for operation_id, operation in operations.items():
        _complete(operation_id, operation)
    return document


def _schemas(registry: Registry) -> Iterator[tuple[str, Schema]]:
    yield from shared_schemas()
    for tool in registry:
        yield from tool_schemas(tool)
    yield "Call", {"oneOf": [ref(f"Call_{tool.name}") for tool in registry]}
    yield "Answer", {"anyOf": [ref(f"Answer_{tool.name}") for tool in registry]}
    yield from components("OpenSession", storable(OpenSession.model_json_schema()))


def _describe_calls(operations: dict[str, Any], most_calls: int) -> None:
    one, many = operations["execute_tool"], operations["execute_tools"]
    one["requestBody"] = _body(ref("Call"))
    one["responses"] = {"200": {"description": "the recorded outcome", **_json(ref("Answer"))}}
    calls = {"type": "array", "minItems": 1, "maxItems": most_calls, "items": {"anyOf": [ref("Call"), _MISFIT]}}
    many["requestBody"] = _body(closed({"calls": calls}))
    results = {"type": "array", "items": {"anyOf": [ref("Answer"), ref("ItemRefused")]}}
    answers = _json(closed({"results": results}))
    many["responses"] = {"200": {"description": "one outcome or refusal a call, in order", **answers}}


def _describe_sessions(operations: dict[str, Any]) -> None:
    opening = operations["open_session"]
    opening["requestBody"] = _body(ref("OpenSession"))
    ending = {"operationId": "end_session", "parameters": {"session_id": _SESSION}}
    opening["responses"]["201"] |= {"description": "the session's credentials", "links": {"end": ending}}


def _complete(operation_id: str, operation: dict[str, Any]) -> None:
    answers = {status: each for status, each in operation["responses"].items() if status.startswith("2")}
    operation["responses"] = {**answers, **refusals(operation_id)}
    if is_open(operation_id):
        operation["security"] = []
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])


def _without_null(schema: Schema) -> Schema:
    """In an address a value is there or not: there is no null."""
    kept = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    alone = {keyword: value for keyword, value in schema.items() if keyword not in ("anyOf", "default")}
    return {**kept[0], **alone} if len(kept) == 1 else schema


def _body(schema: Schema) -> Schema:
    return {"required": True, **_json(schema)}


def _json(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}}
