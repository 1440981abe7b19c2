"""Refusals in OpenAI's shape."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from voice_engine.errors import RequestRefused


def refusal_response(refusal: RequestRefused) -> Response:
    """Status and error object."""
    return _error(refusal.status, refusal.code, str(refusal), refusal.param)


async def answer_refusal(_: Request, error: Exception) -> Response:
    """The application's one handler of refusals."""
    if isinstance(error, RequestRefused):
        return refusal_response(error)
    if isinstance(error, HTTPException):  # the framework's own: unknown route, malformed form
        return _error(error.status_code, "invalid_request", str(error.detail))
    raise error


def _error(status: int, code: str, message: str, param: str | None = None) -> Response:
    about = {"message": message, "type": "invalid_request_error", "code": code, "param": param}
    return JSONResponse({"error": about}, status)
