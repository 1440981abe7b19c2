"""A real engine on a real socket, with scripted stages."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import uvicorn

from tests.conformance.engine_behind_published_ports import namespaces_can_be_made
from voice_engine.app import create_app
from voice_engine.config import Settings
from voice_engine.models.speech import default_folder, unusable_models
from voice_engine.pipeline.parts import Parts
from voice_engine.runner import Limits
from voice_engine.serving import server_config

_UNUSABLE = unusable_models(default_folder())
_SPEAKS = not {"speech to text", "text to speech"} & set(_UNUSABLE)
_HAS_NAMESPACES = namespaces_can_be_made()
collect_ignore = [
    *([] if _SPEAKS else ["test_heard_back.py"]),
    *([] if _HAS_NAMESPACES else ["test_published_ports.py"]),
]
StartEngine = Callable[..., Awaitable[str]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What is absent is reported, not silently left out."""
    reasons = "; ".join(f"{name}: {reason}" for name, reason in _UNUSABLE.items())
    terminalreporter.write_line(f"Speech models: {'tested' if _SPEAKS else f'not run ({reasons})'}")
    terminalreporter.write_line(
        f"Network namespaces: {'tested' if _HAS_NAMESPACES else 'not run (Linux, `ip` and `unshare`)'}"
    )


@asynccontextmanager
async def running(parts: Parts, settings: Settings, limits: Limits | None) -> AsyncIterator[str]:
    """The engine's base URL, for as long as it runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings, parts, limits)
    server = uvicorn.Server(server_config(app))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True


@pytest.fixture
async def start_engine() -> AsyncIterator[StartEngine]:
    """Starts an engine with the given stages and answers its URL."""
    async with AsyncExitStack() as stack:

        async def start(parts: Parts, settings: Settings | None = None, limits: Limits | None = None) -> str:
            engine = running(parts, settings or Settings(), limits)
            return await stack.enter_async_context(engine)

        yield start
