"""GET /tools, /demo, /healthz and /readyz: what there is, and whether it works."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import text

from toolserver.api.credentials import Gatekeeper
from toolserver.errors import UnknownTool
from toolserver.execution.registry import Registry
from toolserver.storage.database import Database


class NoDemo(UnknownTool):
    """Demo data is off."""

    code = "not_found"


def catalogue_routes(
    gatekeeper: Gatekeeper, registry: Registry, database: Database, demos: Mapping[str, object] | None
) -> APIRouter:
    """The routes, wired; `demos` is None when demo data is off."""
    router = APIRouter()

    @router.get("/tools", operation_id="list_tools")
    async def list_tools(request: Request) -> dict[str, Any]:
        """The manifest: one entry a tool."""
        await gatekeeper.require_service(request)
        return {"tools": registry.manifest()}

    @router.get("/demo", operation_id="show_demo")
    async def show_demo(request: Request) -> dict[str, Any]:
        """Who one can be and what one might say."""
        await gatekeeper.require_service(request)
        if demos is None:
            raise NoDemo("demo data is off")
        return {"scenarios": demos}

    @router.get("/healthz", operation_id="is_alive")
    async def is_alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", operation_id="is_ready")
    async def is_ready() -> dict[str, str]:
        """The database answers too; 503 while it does not."""
        await database.read(lambda db: db.execute(text("SELECT 1")).scalar_one())
        return {"status": "ready"}

    return router
