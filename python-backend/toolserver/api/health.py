"""GET /healthz and /readyz: whether the process answers, and whether it can do its work."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from toolserver.api.credentials import Gatekeeper
from toolserver.api.missing import MissingTools
from toolserver.errors import Unavailable
from toolserver.execution.background import Background
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

_PROBE_S: Final = 3.0
_KEPT_S: Final = 1.0  # an answer is good for so long: asking often costs one write a second


@dataclass
class Readiness:
    """What is wrong at the moment, as it was last looked at."""

    database: Database
    background: Background
    clock: Clock
    _reasons: tuple[str, ...] = ()
    _looked_at: float = -_KEPT_S
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def reasons(self) -> tuple[str, ...]:
        """Why no calls can be taken; empty when they can."""
        async with self._looking:
            if time.monotonic() - self._looked_at >= _KEPT_S:
                self._reasons = (*await self._of_database(), *self._of_tasks())
                self._looked_at = time.monotonic()
            return self._reasons

    async def _of_database(self) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(_PROBE_S):
                await self.database.probe(self.clock())
        except Unavailable as error:
            return (f"database: {error.message}",)
        except TimeoutError:
            return (f"database: no answer within {_PROBE_S:g} s",)
        return ()

    def _of_tasks(self) -> tuple[str, ...]:
        return tuple(f"background task {name!r} stands still" for name in self.background.standing_still())


class Ready(BaseModel):
    """Calls are taken."""

    status: Literal["ready"]
    missing: list[str] | None = Field(default=None, description="tools that agents have to do without, and why")


def health_routes(gatekeeper: Gatekeeper, readiness: Readiness, missing: MissingTools) -> APIRouter:
    """The routes, wired."""
    router = APIRouter()

    @router.get("/healthz", operation_id="is_alive")
    async def is_alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", operation_id="is_ready", response_model_exclude_none=True)
    async def is_ready(request: Request) -> Ready:
        """The database takes writes and the background tasks go on; else 503, and services are told the reasons.

        Services are also told which tools are missing: calls go on without them.
        """
        reasons = await readiness.reasons()
        if reasons:
            raise Unavailable("; ".join(reasons) if gatekeeper.is_service(request) else "not ready")
        lines = list(missing.lines()) if gatekeeper.is_service(request) else []
        return Ready(status="ready", missing=lines or None)

    return router
