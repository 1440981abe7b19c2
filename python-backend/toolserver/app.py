"""The toolserver on one screen: settings in, a wired FastAPI application out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from functools import partial
from time import monotonic
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
from toolserver.api.health import Readiness, health_routes
from toolserver.api.last_resort import LastResort
from toolserver.api.metrics import Metrics
from toolserver.api.missing import MissingTools
from toolserver.api.openapi import describe
from toolserver.api.reference_page import add_reference_page
from toolserver.api.request_ids import add_request_ids
from toolserver.api.scrape import scrape_routes
from toolserver.api.service_keys import ServiceKeys
from toolserver.api.sessions import session_routes
from toolserver.api.tokens import KeyRing, SessionTokens
from toolserver.api.traced_calls import TracedExecutor
from toolserver.api.traced_requests import TracedRequests
from toolserver.api.watching import WatchedExecutor
from toolserver.calls.slots import Slots
from toolserver.catalogue import EVERYTHING, Catalogue
from toolserver.config import Settings, read_settings
from toolserver.env_file import load_env_file
from toolserver.execution.background import Background, BackgroundTask, TaskName
from toolserver.execution.context import Parts
from toolserver.execution.executor import CallExecutor, Executor
from toolserver.execution.limits import CallLimiter, Limits
from toolserver.execution.quota import StorageQuota
from toolserver.execution.registry import Registry
from toolserver.execution.retention import EVERY_S as RETENTION_EVERY_S
from toolserver.execution.retention import retention_round
from toolserver.execution.rollup import rollup_round
from toolserver.execution.sweep import sweep_round
from toolserver.execution.upkeep import EVERY_S as UPKEEP_EVERY_S
from toolserver.execution.upkeep import upkeep_round
from toolserver.foreign.modules import load_tools
from toolserver.foreign.threads import BlockingThreads
from toolserver.mcp_client.importing import LateImport, import_tools, take_in
from toolserver.mcp_server.endpoint import McpEndpoint
from toolserver.mcp_server.server import mcp_server
from toolserver.outbox.dispatcher import Dispatcher
from toolserver.outbox.receiver import Receiver
from toolserver.outbox.traced import TracedReceiver
from toolserver.outbox.webhook import Webhook
from toolserver.proxies import keep_loopback_direct
from toolserver.storage.clocks import DatabaseClock
from toolserver.storage.database import Database
from toolserver.storage.schema import keys_of_services, signing_keys, starting, take_over
from toolserver.toolkit.context import Clock, Stopwatch
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.scenario import Upkeep, Wiring
from toolserver.tracing.spans import Tracing, sending
from toolserver.tracing.start import start_tracing

_log = logging.getLogger(__name__)
_PATIENCE_S: Final = 5  # how long a call waits for others to end


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    catalogue: Catalogue = EVERYTHING,
    clock: Clock | None = None,
    receiver: Receiver | None = None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """The whole program; TOOLSERVER_TOOLS and TOOLSERVER_MCP_SERVERS come on top. Raises FrontdeskError."""
    imported = import_tools(settings.toolserver_mcp_servers)
    registry = Registry(own_tools(settings, catalogue), settings.function_timeout_seconds)
    take_in(imported.offers, registry.add)
    tracing = tracing or start_tracing(settings.traces_exporter, settings.otel_service_name)
    elapsed = monotonic if clock is None else _stopwatch(clock)
    database, clock = _opened(settings, catalogue, clock, tracing)
    gatekeeper = _gatekeeper(settings, database, clock, elapsed)
    parts = Parts(database, clock, catalogue.parts(_wiring(settings, tracing)))
    executor = Executor(registry, parts, _limiter(settings, elapsed), settings.function_retry_attempts)
    slots = Slots("calls in flight", settings.function_calls_in_flight, settings.function_calls_waiting, _PATIENCE_S)
    metrics = Metrics(lambda: slots.waiting, lambda: database.waiting)
    watched = _watched(executor, registry, metrics, tracing)
    runner = CallRunner(gatekeeper, watched, database, settings.function_calling_enabled, slots)

    receiver = _receiver(settings, receiver, tracing)
    late = LateImport(imported.away, registry.add)
    missing = MissingTools(registry, catalogue.keys(), late.names)
    of_database = _tasks(database, clock, catalogue.upkeep())
    tasks = (*_dispatching(database, receiver, clock, metrics), *of_database, *_late_imports(late))
    background = Background(tasks, metrics.count_background_failure)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with closing(database):  # at last, whatever ends before: then the file is free for the next toolserver
            async with sending(tracing), asyncio.TaskGroup() as owned:
                running = owned.create_task(background.run())
                yield
                running.cancel()
            if receiver:
                await receiver.close()

    app = FastAPI(
        title="Frontdesk toolserver",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.longest_tool_s = registry.longest_timeout_s  # whoever serves the app waits so long for its end
    for routes in (
        execute_routes(runner),
        execute_many_routes(runner, registry, most=settings.function_batch_size),
        session_routes(gatekeeper, database, clock, missing),
        audit_routes(gatekeeper, database, clock),
        scrape_routes(gatekeeper, metrics, database, clock),
        catalogue_routes(gatekeeper, registry, catalogue.demos() if settings.demo_data == "on" else None),
        health_routes(gatekeeper, Readiness(database, background, clock), missing),
    ):
        app.include_router(routes)
    add_reference_page(app, gatekeeper)
    app.router.routes.append(McpEndpoint(mcp_server(runner, registry, app.version), gatekeeper).route)
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders)
    add_request_ids(app)
    if tracing:
        app.add_middleware(TracedRequests, tracing=tracing)
    add_error_handlers(app)
    describe(app, registry, most_calls=settings.function_batch_size, needs_key=bool(settings.api_keys))
    return app


def own_tools(settings: Settings, catalogue: Catalogue) -> tuple[Tool, ...]:
    """The scenarios', and those of TOOLSERVER_TOOLS."""
    threads = BlockingThreads(settings.function_threads, settings.function_timeout_seconds)
    ours = tuple(catalogue.tools())
    return (*ours, *load_tools(settings.toolserver_tools, threads, [tool.name for tool in ours]))


def _wiring(settings: Settings, tracing: Tracing | None) -> Wiring:
    return Wiring(settings.openai_api_key, settings.openai_base_url, tracing)


def _opened(
    settings: Settings, catalogue: Catalogue, clock: Clock | None, tracing: Tracing | None
) -> tuple[Database, Clock]:
    """The database, ours to use and filled, and the clock that goes with it."""
    database = Database(settings.database_url, tracing)
    take_over(database, catalogue.migrations())
    clock = clock or (utc_now if database.is_sqlite else DatabaseClock(database))
    if settings.demo_data == "on":
        with starting(database) as db:
            catalogue.refresh_demo(db, clock())
    return database, clock


def _gatekeeper(settings: Settings, database: Database, clock: Clock, elapsed: Stopwatch) -> Gatekeeper:
    keys = KeyRing(database, clock, elapsed, signing_keys(database, clock()))
    of_services = ServiceKeys(database, elapsed, keys_of_services(database))
    return Gatekeeper(database, clock, SessionTokens(keys, clock), settings.api_keys, of_services)


def _tasks(database: Database, clock: Clock, upkeep_units: tuple[Upkeep, ...]) -> Iterator[BackgroundTask]:
    yield BackgroundTask(TaskName.SWEEP, partial(sweep_round, database, clock))
    retention = partial(retention_round, database, clock)
    yield BackgroundTask(TaskName.RETENTION, retention, first_after_s=RETENTION_EVERY_S)
    upkeep = partial(upkeep_round, database, clock, upkeep_units)
    yield BackgroundTask(TaskName.UPKEEP, upkeep, first_after_s=UPKEEP_EVERY_S)
    rollup = partial(rollup_round, database, clock)
    yield BackgroundTask(TaskName.ROLLUP, rollup, first_after_s=RETENTION_EVERY_S, is_vital=False)
    if isinstance(clock, DatabaseClock):
        yield BackgroundTask(TaskName.DATABASE_CLOCK, clock.round)


def _late_imports(late: LateImport) -> Iterator[BackgroundTask]:
    if late.is_needed:
        yield BackgroundTask(TaskName.LATE_IMPORTS, late.round, is_vital=False)


def _dispatching(
    database: Database, receiver: Receiver | None, clock: Clock, metrics: Metrics
) -> Iterator[BackgroundTask]:
    if receiver is None:
        _log.info("OUTBOX_WEBHOOK_URL is not set: messages wait in the outbox")
        return
    dispatcher = Dispatcher(database, receiver, clock, count=metrics.count_delivery)
    for _ in range(dispatcher.workers):
        yield BackgroundTask(TaskName.OUTBOX, dispatcher.round)


def _limiter(settings: Settings, elapsed: Stopwatch) -> CallLimiter:
    of_sessions = Limits(
        settings.session_calls_a_minute,
        settings.session_identical_calls_a_minute,
        settings.session_calls_of_one_tool_a_minute,
    )
    of_services = Limits(settings.service_calls_a_minute, settings.service_identical_calls_a_minute)
    return CallLimiter(of_sessions, of_services, StorageQuota(settings.session_stored_bytes), elapsed)


def _stopwatch(clock: Clock) -> Stopwatch:
    """A clock that somebody turns by hand is the time that passes, too."""
    return lambda: clock().timestamp()


def _watched(executor: Executor, registry: Registry, metrics: Metrics, tracing: Tracing | None) -> CallExecutor:
    """The executor as everybody uses it, also a tool that calls another one."""
    counted = WatchedExecutor(executor, registry, metrics)
    executor.outer = counted if tracing is None else TracedExecutor(counted, registry, tracing)
    return executor.outer


def _receiver(settings: Settings, given: Receiver | None, tracing: Tracing | None) -> Receiver | None:
    url = settings.outbox_webhook_url
    receiver = given or (None if url is None else Webhook(str(url)))
    return TracedReceiver(receiver, tracing) if receiver and tracing else receiver


def create() -> FastAPI:
    """The app of this environment, for servers that take a factory."""
    load_env_file()
    keep_loopback_direct()
    return create_app(read_settings())
