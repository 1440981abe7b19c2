"""Reading a request's body: type, size, JSON, shape; each wrong in its own named way."""

import json
from typing import Any, Final, NoReturn, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from toolserver.errors import InvalidArguments, MalformedRequest, TooLarge, UnsupportedMediaType
from toolserver.execution.arguments import field_reasons

MAX_BODY_BYTES: Final = 1_000_000
_MAX_DEPTH: Final = 32
M = TypeVar("M", bound=BaseModel)


async def read_body(request: Request, model: type[M]) -> M:
    """The body as the model. Raises the refusals of the contract."""
    body = parse_json(await read_bytes(request))
    if not isinstance(body, dict):
        raise MalformedRequest("the body is not a JSON object")
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise InvalidArguments("the request does not fit the contract", fields=field_reasons(error)) from error


async def read_bytes(request: Request) -> bytes:
    """The bytes of a JSON body. Raises UnsupportedMediaType and TooLarge."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType("send application/json")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge(f"the body is over {MAX_BODY_BYTES} bytes")
    return bytes(body)


def parse_json(text: bytes | str) -> Any:
    """JSON of bounded depth, without NaN and NUL. Raises MalformedRequest."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(f"the body is not JSON: {error}") from error
    if _is_deeper_than(value, _MAX_DEPTH):
        raise MalformedRequest(f"the body is nested deeper than {_MAX_DEPTH}")
    if _holds_nul(value):
        raise MalformedRequest("the body holds \\u0000, which PostgreSQL cannot store")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _is_deeper_than(value: object, left: int) -> bool:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left < 0 or any(_is_deeper_than(child, left - 1) for child in children)


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in key or _holds_nul(child) for key, child in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))
