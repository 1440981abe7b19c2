"""Connections whose request never comes are closed in their time, and however many there are, others are served."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts
from voice_engine.transport import connections

StartEngine = Callable[..., Awaitable[str]]
MOST = 6


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 1.0)
    monkeypatch.setattr(connections, "WAITING_OF_AN_ADDRESS", MOST)


async def connected(url: str, beginning: bytes = b"") -> asyncio.StreamReader:
    address = httpx.URL(url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(beginning)
    await writer.drain()
    return reader


@pytest.mark.parametrize(
    "beginning", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", b"POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\n1"]
)
async def test_a_connection_that_sends_no_whole_request_is_closed(start_engine: StartEngine, beginning: bytes) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    reader = await connected(url, beginning)
    async with asyncio.timeout(10):
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(10_000)


async def test_a_crowd_of_silent_connections_keeps_nobody_out(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    crowd = [await connected(url) for _ in range(4 * MOST)]
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{url}/healthz")

    assert answer.status_code == 200
    assert len(crowd) == 4 * MOST
