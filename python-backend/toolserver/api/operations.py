"""What each operation may refuse, as the OpenAPI document says it."""

from collections.abc import Mapping
from typing import Any, Final

_MEANING: Final[Mapping[int, str]] = {
    400: "malformed_request: the body is not JSON, or not an object",
    401: "unauthenticated: credentials are missing, wrong or expired",
    403: "not_permitted or verification_required",
    404: "unknown_tool or not_found",
    409: "call_id_reused, call_in_progress or result_expired",
    413: "too_large: over one megabyte",
    415: "unsupported_media_type: not application/json",
    422: "invalid_arguments, with fields",
    429: "rate_limited, repeated_call or session_full",
    500: "internal_error, with a reference that the log has",
    503: "unavailable: the database or function calling is off, or all is taken",
}
_SENT: Final = (400, 413, 415, 422)  # what can be wrong with a body
_OPEN: Final = (500,)
_GUARDED: Final = (401, 500, 503)
_FOR_SERVICES: Final = (401, 403, 500, 503)
_REFUSED: Final[Mapping[str, tuple[int, ...]]] = {
    "execute_tool": (*_GUARDED, *_SENT, 403, 404, 409, 429),
    "execute_tools": (*_GUARDED, *_SENT),
    "open_session": (*_FOR_SERVICES, *_SENT),
    "end_session": (*_GUARDED, 403, 404, 422),
    "list_calls": (*_GUARDED, 404, 422),
    "show_analytics": (*_FOR_SERVICES, 422),
    "show_metrics": _FOR_SERVICES,
    "list_tools": (*_GUARDED, 422),
    "show_tool": (*_GUARDED, 404, 422),
    "show_demo": (*_FOR_SERVICES, 404),
    "is_alive": _OPEN,
    "is_ready": (*_OPEN, 503),
}
_WAIT: Final = {"description": "seconds", "schema": {"type": "integer", "minimum": 1}}
_HEADERS: Final[Mapping[int, Mapping[str, Mapping[str, Any]]]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string", "const": "Bearer"}}},
    409: {"Retry-After": {**_WAIT, "description": "with call_in_progress: seconds"}},
    429: {"Retry-After": {**_WAIT, "required": True}},
    503: {"Retry-After": {**_WAIT, "required": True}},
}


def is_open(operation_id: str) -> bool:
    """Whether it asks for no credentials."""
    return 401 not in _REFUSED[operation_id]


def refusals(operation_id: str) -> dict[str, Any]:
    """The responses of an operation that are no answers, by status."""
    return {str(status): _response(status) for status in sorted(_REFUSED[operation_id])}


def _response(status: int) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}
    headers = _HEADERS.get(status)
    return {"description": _MEANING[status], "content": content, **({} if headers is None else {"headers": headers})}
