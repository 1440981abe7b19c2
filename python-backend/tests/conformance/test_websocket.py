"""The WebSocket route itself: who gets in, what is sent back, and that leaving ends the session."""

import asyncio
import json

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.conformance.conftest import StartEngine
from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts
from voice_engine.runner import Limits


def address(url: str) -> str:
    return f"{url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime-2.1"


async def sessions_of(url: str) -> int:
    async with httpx.AsyncClient(base_url=url) as http:
        return int((await http.get("/healthz")).json()["sessions"])


async def test_a_browser_shows_its_key_among_the_subprotocols(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    protocols = [Subprotocol("realtime"), Subprotocol("openai-insecure-api-key.sk-local")]
    async with connect(address(url), subprotocols=protocols, origin=Origin("http://localhost:3000")) as websocket:
        created = json.loads(await websocket.recv())
        chosen = websocket.subprotocol

    assert chosen == "realtime"
    assert created["session"]["model"] == "gpt-realtime-2.1"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer ek_unknown"}, 401),
        ({"Authorization": "Bearer sk-local", "Origin": "https://evil.example"}, 403),
    ],
)
async def test_a_stranger_is_refused_before_the_session(
    start_engine: StartEngine, headers: dict[str, str], status: int
) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    with pytest.raises(InvalidStatus) as refusal:
        await connect(address(url), additional_headers=headers)

    assert refusal.value.response.status_code == status
    assert "error" in json.loads(refusal.value.response.body or b"{}")


async def test_nonsense_is_answered_with_errors_and_the_session_goes_on(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    async with connect(address(url), additional_headers={"Authorization": "Bearer sk-local"}) as websocket:
        await websocket.recv()
        for message in ("{", b"\xff\xfe", json.dumps({"type": "session.fly"})):
            await websocket.send(message)
        answers = [json.loads(await websocket.recv()) for _ in range(3)]
        await websocket.send(json.dumps({"type": "response.create"}))
        created = json.loads(await websocket.recv())

    assert [answer["error"]["code"] for answer in answers] == ["invalid_json", "invalid_json", "invalid_value"]
    assert created["type"] == "response.created"


async def test_a_client_that_leaves_ends_its_session(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    async with connect(address(url), additional_headers={"Authorization": "Bearer sk-local"}) as websocket:
        await websocket.recv()
        during = await sessions_of(url)
    async with asyncio.timeout(5):
        while await sessions_of(url):
            continue

    assert during == 1


async def test_a_session_ends_with_its_time(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain), limits=Limits(session_s=0.2))
    async with asyncio.timeout(5):
        async with connect(address(url), additional_headers={"Authorization": "Bearer sk-local"}) as websocket:
            events = [json.loads(message) async for message in websocket]

    assert [event["type"] for event in events] == ["session.created", "error"]
    assert events[1]["error"]["code"] == "session_expired"
