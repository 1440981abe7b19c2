"""The toolserver on one screen: settings in, a wired FastAPI application out."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from fastapi import FastAPI

from toolserver.api.audit import audit_routes
from toolserver.api.calls import CallRunner
from toolserver.api.catalogue import catalogue_routes
from toolserver.api.credentials import Gatekeeper
from toolserver.api.errors import add_error_handlers
from toolserver.api.execute import execute_routes
from toolserver.api.execute_many import execute_many_routes
from toolserver.api.headers import SecurityHeaders
from toolserver.api.metrics import Metrics
from toolserver.api.openapi import describe
from toolserver.api.scrape import scrape_routes
from toolserver.api.sessions import session_routes
from toolserver.api.tokens import KeyRing, SessionTokens
from toolserver.api.traced_calls import TracedExecutor
from toolserver.api.traced_requests import TracedRequests
from toolserver.api.watching import CallExecutor, WatchedExecutor
from toolserver.config import Settings, read_settings
from toolserver.env_file import load_env_file
from toolserver.execution.context import Parts
from toolserver.execution.executor import Executor
from toolserver.execution.limits import CallLimiter, Limits
from toolserver.execution.registry import Registry
from toolserver.execution.retention import run_retention
from toolserver.execution.sweep import run_sweep
from toolserver.mcp_client.importing import import_later, import_tools
from toolserver.mcp_server.endpoint import mcp_endpoint
from toolserver.mcp_server.server import mcp_server
from toolserver.outbox.dispatcher import run_dispatcher
from toolserver.outbox.receiver import Receiver
from toolserver.outbox.traced import TracedReceiver
from toolserver.outbox.webhook import Webhook
from toolserver.proxies import keep_loopback_direct
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare, signing_keys
from toolserver.toolkit.context import Clock
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.slots import Slots
from toolserver.toolkit.third_party import load_tools
from toolserver.toolkit.threads import BlockingThreads
from toolserver.tools import all_demos, all_tools, refresh_demo, retail_parts
from toolserver.tracing.spans import Tracing, sending
from toolserver.tracing.start import start_tracing

_PATIENCE_S: Final = 5  # how long a call waits for others to end


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    tools: Iterable[Tool] = (),
    clock: Clock = utc_now,
    receiver: Receiver | None = None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """The whole program; `tools` come on top of the catalogue's and of TOOLSERVER_TOOLS."""
    is_demo = settings.demo_data == "on"
    imported = import_tools(settings.toolserver_mcp_servers)
    registry = Registry((*own_tools(settings), *tools, *imported.tools), settings.function_timeout_seconds)
    tracing = tracing or start_tracing(settings.traces_exporter, settings.otel_service_name)
    database = Database(settings.database_url, tracing)
    prepare(database)
    if is_demo:
        with database.engine.begin() as db:
            refresh_demo(db, clock())
    keys = KeyRing(database, clock, signing_keys(database, clock()))
    gatekeeper = Gatekeeper(database, clock, SessionTokens(keys, clock), settings.api_keys)
    parts = Parts(database, clock, retail_parts(settings, tracing))
    executor = Executor(registry, parts, _limiter(settings), settings.function_retry_attempts)
    slots = Slots("calls in flight", settings.function_calls_in_flight, settings.function_calls_waiting, _PATIENCE_S)
    metrics = Metrics(lambda: slots.waiting, lambda: database.waiting)
    watched = _traced(WatchedExecutor(executor, registry, metrics), registry, tracing)
    runner = CallRunner(gatekeeper, watched, database, settings.function_calling_enabled, slots)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with sending(tracing), asyncio.TaskGroup() as owned, mcp.serving():
            background = (
                run_dispatcher(database, _receiver(settings, receiver, tracing), clock, metrics.count_delivery),
                run_sweep(database, clock),
                run_retention(database, clock),
                import_later(imported.away, registry.add),
            )
            tasks = [owned.create_task(each) for each in background]
            yield
            for task in tasks:
                task.cancel()
        database.close()

    app = FastAPI(title="Frontdesk toolserver", version="0.1.0", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.longest_tool_s = registry.longest_timeout_s  # whoever serves the app waits so long for its end
    app.include_router(execute_routes(runner))
    app.include_router(execute_many_routes(runner, registry, most=settings.function_batch_size))
    app.include_router(session_routes(gatekeeper, database, clock, registry))
    app.include_router(audit_routes(gatekeeper, database, clock))
    app.include_router(scrape_routes(gatekeeper, metrics, database, clock))
    app.include_router(catalogue_routes(gatekeeper, registry, database, all_demos() if is_demo else None))
    mcp = mcp_endpoint(mcp_server(runner, registry, app.version), gatekeeper)
    app.router.routes.append(mcp.route)
    app.add_middleware(SecurityHeaders)
    if tracing:
        app.add_middleware(TracedRequests, tracing=tracing)
    add_error_handlers(app)
    describe(app, registry, most_calls=settings.function_batch_size, needs_key=bool(settings.api_keys))
    return app


def own_tools(settings: Settings) -> tuple[Tool, ...]:
    """The catalogue's, and those of TOOLSERVER_TOOLS."""
    threads = BlockingThreads(settings.function_threads, settings.function_timeout_seconds)
    return (*all_tools(), *load_tools(settings.toolserver_tools, threads))


def _limiter(settings: Settings) -> CallLimiter:
    of_sessions = Limits(
        settings.session_calls_a_minute,
        settings.session_identical_calls_a_minute,
        settings.session_calls_of_one_tool_a_minute,
    )
    return CallLimiter(of_sessions, Limits(settings.service_calls_a_minute, settings.service_identical_calls_a_minute))


def _traced(executor: CallExecutor, registry: Registry, tracing: Tracing | None) -> CallExecutor:
    return executor if tracing is None else TracedExecutor(executor, registry, tracing)


def _receiver(settings: Settings, given: Receiver | None, tracing: Tracing | None) -> Receiver | None:
    url = settings.outbox_webhook_url
    receiver = given or (None if url is None else Webhook(str(url)))
    return TracedReceiver(receiver, tracing) if receiver and tracing else receiver


def create() -> FastAPI:
    """The app of this environment, for servers that take a factory."""
    load_env_file()
    keep_loopback_direct()
    return create_app(read_settings())
