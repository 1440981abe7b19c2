"""GET /docs and /openapi.json: the interface for people and for generators, from this server alone."""

import base64
import binascii
import re
import secrets
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

from toolserver.api.credentials import Gatekeeper

_ASSETS: Final = "/docs-assets"
_INLINE: Final = re.compile(rb"<(script|style)>")


def add_reference_page(app: FastAPI, gatekeeper: Gatekeeper) -> None:
    """The routes, wired; the same callers may read them as may read `/tools`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def document(request: Request) -> Response:
        """The OpenAPI document."""
        await _require_reader(gatekeeper, request)
        return JSONResponse(app.openapi())

    @router.get("/docs")
    async def page(request: Request) -> Response:
        """Swagger UI over it. A browser that has no credentials asks for them: the password is the service's key."""
        await _require_reader(gatekeeper, request)
        return _page(app.title)

    app.include_router(router)
    app.mount(_ASSETS, StaticFiles(directory=Path(str(files("fastapi_offline"))) / "static"))


async def _require_reader(gatekeeper: Gatekeeper, request: Request) -> None:
    """A service, which may show its key as a browser can. Raises Unauthenticated and NotPermitted."""
    password = _password(request.headers.get("authorization", ""))
    if password is None:
        await gatekeeper.require_service(request)
    else:
        gatekeeper.require_key(password)


def _password(authorization: str) -> str | None:
    """That of basic authentication, whatever the user's name is; None for any other kind."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _page(title: str) -> Response:
    """FastAPI's page with our assets, and a nonce for its inline script."""
    made = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=title,
        swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{_ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{_ASSETS}/favicon.png",
    )
    nonce = secrets.token_urlsafe(16)
    body = _INLINE.sub(rb'<\1 nonce="' + nonce.encode() + rb'">', bytes(made.body))
    policy = (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
    )
    return HTMLResponse(body, headers={"Content-Security-Policy": policy})
