"""Every answer and every line that is logged on its behalf carry one request id: the sender's, or one of ours."""

import re
from typing import Final

from asgi_correlation_id import CorrelationIdMiddleware, correlation_id
from fastapi import FastAPI

REQUEST_ID: Final = "X-Request-ID"
_SANE: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")


def add_request_ids(app: FastAPI) -> None:
    """What a sender may not have written into our log is replaced."""
    app.add_middleware(CorrelationIdMiddleware, header_name=REQUEST_ID, validator=_is_sane)


def present_request_id() -> str:
    """That of the request which is being answered; empty outside of one."""
    return correlation_id.get() or ""


def _is_sane(given: str) -> bool:
    return _SANE.fullmatch(given) is not None
