"""One handler a kind: every refusal becomes the contract's `error` object, every bug a reference."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from toolserver.api.headers import SECURITY_HEADERS
from toolserver.api.request_ids import REQUEST_ID, present_request_id
from toolserver.errors import InvalidArguments, ToolCallRefused, in_plain_words

_log = logging.getLogger(__name__)
_CHALLENGES = dict.fromkeys(("/docs", "/openapi.json"), 'Basic realm="the service key is the password"')
_CODES = {404: "not_found", 405: "method_not_allowed"}


def add_error_handlers(app: FastAPI) -> None:
    """Every way out of the app that is not an answer."""
    app.add_exception_handler(ToolCallRefused, _refused)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _crashed)


def error_object(refusal: ToolCallRefused) -> dict[str, object]:
    """The contract's `error`."""
    body: dict[str, object] = {"code": refusal.code, "message": refusal.message, "say": refusal.say}
    body["retryable"] = refusal.retryable
    return {**body, "fields": refusal.fields} if refusal.fields else body


def crash_object(bug: Exception) -> dict[str, object]:
    """The contract's `error` for a bug of ours: a reference, under which the log has the rest."""
    reference = secrets.token_hex(4)
    _log.error("request crashed, reference %s", reference, exc_info=bug)
    body = {"code": "internal_error", "message": f"internal error, reference {reference}"}
    return {**body, "say": ToolCallRefused.spoken, "retryable": False}


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ToolCallRefused):
        raise error
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    if error.status == 401:
        headers["WWW-Authenticate"] = _CHALLENGES.get(request.url.path, "Bearer")
    return JSONResponse({"error": error_object(error)}, error.status, headers)


async def _misasked(request: Request, error: Exception) -> JSONResponse:
    """An address or a query that does not fit; bodies are read, and refused, by `bodies`."""
    if not isinstance(error, RequestValidationError):
        raise error
    fields = {".".join(map(str, each["loc"][1:])) or "query": in_plain_words(each["msg"]) for each in error.errors()}
    return await _refused(request, InvalidArguments("the address does not fit the contract", fields=fields))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, "malformed_request")
    body = {"code": code, "message": str(error.detail), "say": ToolCallRefused.spoken, "retryable": False}
    return JSONResponse({"error": body}, error.status_code, error.headers)


async def _crashed(_request: Request, error: Exception) -> JSONResponse:
    headers = {**SECURITY_HEADERS, REQUEST_ID: present_request_id()}  # this answer is made outside every middleware
    return JSONResponse({"error": crash_object(error)}, 500, headers)
