"""GET /metrics: the program's figures, for Prometheus."""

from functools import partial

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST

from toolserver.api.credentials import Gatekeeper
from toolserver.api.gauges import StoredFigures, read_figures
from toolserver.api.metrics import Metrics
from toolserver.errors import Unavailable
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock


def scrape_routes(gatekeeper: Gatekeeper, metrics: Metrics, database: Database, clock: Clock) -> APIRouter:
    """The route, wired; only services pass."""
    router = APIRouter(dependencies=[Depends(gatekeeper.require_service)])

    @router.get("/metrics", operation_id="show_metrics", response_class=Response)
    async def show_metrics() -> Response:
        """Calls by tool and outcome, latency, what waits, open sessions, outbox (NaN while the database is away)."""
        try:
            stored = await database.read(partial(read_figures, now=clock()))
        except Unavailable:
            stored = StoredFigures()
        return Response(metrics.text(stored), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router
