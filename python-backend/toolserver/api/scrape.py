"""GET /metrics: the program's figures, for Prometheus."""

from functools import partial
from math import nan

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST

from toolserver.api.credentials import Gatekeeper
from toolserver.api.metrics import Metrics
from toolserver.errors import Unavailable
from toolserver.storage.database import Database
from toolserver.storage.open_sessions import count_open_sessions
from toolserver.toolkit.context import Clock


def scrape_routes(gatekeeper: Gatekeeper, metrics: Metrics, database: Database, clock: Clock) -> APIRouter:
    """The route, wired; only services pass."""
    router = APIRouter(dependencies=[Depends(gatekeeper.require_service)])

    @router.get("/metrics", operation_id="show_metrics", response_class=Response)
    async def show_metrics() -> Response:
        """Calls by tool and outcome, latency, calls in flight, open sessions (NaN while the database is away)."""
        try:
            open_sessions: float = await database.read(partial(count_open_sessions, now=clock()))
        except Unavailable:
            open_sessions = nan
        return Response(metrics.text(open_sessions), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router
