"""The composition root: which stages, which limits, which routes."""

import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from voice_engine.config import Settings
from voice_engine.errors import RequestRefused
from voice_engine.pipeline.parts import Parts
from voice_engine.runner import Limits
from voice_engine.transport.access import Access
from voice_engine.transport.body_limit import BodyLimit
from voice_engine.transport.client_secrets import ClientSecrets, Clock
from voice_engine.transport.cors import CallsCors
from voice_engine.transport.http import client_secret_routes, health_routes, rtc_call_routes
from voice_engine.transport.ice import IcePlace, use_ice_place
from voice_engine.transport.origins import Origins
from voice_engine.transport.refusals import answer_refusal
from voice_engine.transport.rtc_calls import RtcCalls
from voice_engine.transport.sessions import SessionDefaults, Sessions, Shares
from voice_engine.transport.websocket import websocket_routes

_log = logging.getLogger(__name__)


def create_app(settings: Settings, parts: Parts, limits: Limits | None = None, clock: Clock = time.time) -> FastAPI:
    """The whole program, made of the given stages; without limits those of the settings count."""
    limits = limits or Limits(idle_s=60 * settings.voice_engine_idle_minutes)
    use_ice_place(IcePlace(settings.ice_bind, settings.voice_engine_ice_host, settings.udp_ports))
    client_secrets = ClientSecrets(clock)
    origins = Origins(settings.public_origin)
    access = Access(settings.service_key, origins, client_secrets)
    shares = Shares(
        settings.voice_engine_sessions, settings.sessions_an_address, settings.voice_engine_sessions_a_secret
    )
    sessions = Sessions(parts, SessionDefaults(settings.realtime_model, limits, shares), clock)
    rtc_calls = RtcCalls(sessions, limits)

    app = FastAPI(title="Frontdesk voice engine", lifespan=_lifespan(parts, sessions, rtc_calls))
    app.add_middleware(BodyLimit)
    app.add_middleware(CallsCors, origins=origins)
    app.add_middleware(CorrelationIdMiddleware, header_name="X-Request-ID", validator=_is_sane)
    app.add_exception_handler(RequestRefused, answer_refusal)
    app.add_exception_handler(HTTPException, answer_refusal)
    app.include_router(client_secret_routes(access, client_secrets, settings.realtime_model))
    app.include_router(rtc_call_routes(access, rtc_calls))
    app.include_router(websocket_routes(access, sessions))
    app.include_router(health_routes(parts, sessions))
    return app


def _is_sane(request_id: str) -> bool:
    """What a sender may write into our log; any other id is replaced."""
    return re.fullmatch(r"[A-Za-z0-9._:/+=-]{1,64}", request_id) is not None


def _lifespan(
    parts: Parts, sessions: Sessions, rtc_calls: RtcCalls
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if parts.missing:
            _log.warning("speech is incomplete, missing: %s", " | ".join(parts.missing))
        yield
        sessions.close_all()
        await rtc_calls.close_all()
        await parts.close()

    return lifespan
