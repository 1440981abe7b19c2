"""Reading a request's body: type, size, JSON, shape; each wrong in its own named way."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from toolserver.errors import InvalidArguments, MalformedRequest, TooLarge, UnsupportedMediaType
from toolserver.execution.arguments import field_reasons
from toolserver.execution.bounded_json import parse_json

MAX_BODY_BYTES: Final = 1_000_000
M = TypeVar("M", bound=BaseModel)


async def read_body(request: Request, model: type[M], parse: Callable[[bytes], Any] = parse_json) -> M:
    """The body as the model. Raises the refusals of the contract."""
    body = parse(await read_bytes(request))
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
