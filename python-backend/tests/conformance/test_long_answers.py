"""An answer longer than any queue: who reads gets all of it, who does not read is told so."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from tests.conformance.conftest import StartEngine
from voice_engine.models.scripted import ScriptedBrain, ScriptedTextToSpeech
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Reply, Say
from voice_engine.runner import Limits

SENTENCE = "a b c d e f g h i j. "
LONG = (SENTENCE * 1000)[:20_000].strip()
UNBROKEN = "a " * 10_000
ONE_WORD = "a" * 20_000


@asynccontextmanager
async def talking(url: str, **options: Any) -> AsyncIterator[ClientConnection]:
    """A connection whose session writes text unless told otherwise."""
    address = f"{url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime-2.1"
    headers = {"Authorization": "Bearer sk-local"}
    async with connect(address, additional_headers=headers, max_size=None, **options) as websocket:
        yield websocket


async def send(websocket: ClientConnection, type_: str, **fields: Any) -> None:
    await websocket.send(json.dumps({"type": type_, **fields}))


async def answered(websocket: ClientConnection) -> tuple[str, str]:
    """The pieces of the answer put together, and the whole as the last event has it."""
    said = ""
    async with asyncio.timeout(30):
        async for message in websocket:
            event = json.loads(message)
            said += event["delta"] if event["type"] == "response.output_text.delta" else ""
            if event["type"] == "response.done":
                return said, event["response"]["output"][0]["content"][0]["text"]
    raise AssertionError(f"the session ended: {websocket.close_code} {websocket.close_reason}")


@pytest.mark.parametrize("text", [LONG, UNBROKEN.strip(), ONE_WORD], ids=["sentences", "no full stop", "one word"])
async def test_who_reads_gets_an_answer_of_twenty_thousand_characters(start_engine: StartEngine, text: str) -> None:
    url = await start_engine(Parts(lambda: ScriptedBrain([Reply((Say(text),))])))
    async with talking(url) as websocket:
        await send(websocket, "session.update", session={"type": "realtime", "output_modalities": ["text"]})
        await send(websocket, "response.create")
        said, whole = await answered(websocket)

    assert (said, whole) == (text, text)


async def test_who_reads_slowly_gets_it_too(start_engine: StartEngine) -> None:
    brain = ScriptedBrain([Reply((Say(LONG),))])
    url = await start_engine(Parts(lambda: brain), limits=Limits(waiting_events=500))
    async with talking(url, max_queue=1) as websocket:
        await send(websocket, "session.update", session={"type": "realtime", "output_modalities": ["text"]})
        await send(websocket, "response.create")
        said, _ = await answered(websocket)

    assert said == LONG


async def test_who_does_not_read_is_told_so_and_leaves_a_place_for_others(
    start_engine: StartEngine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    parts = Parts(lambda: ScriptedBrain([Reply((Say("Yes. " * 200),))]), text_to_speech=ScriptedTextToSpeech(1000))
    url = await start_engine(parts, limits=Limits(send_s=0.5))
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((httpx.URL(url).host, httpx.URL(url).port))
    async with (
        talking(url, sock=line, max_queue=1, compression=None) as websocket,
        httpx.AsyncClient(base_url=url) as http,
    ):
        await send(websocket, "response.create")
        async with asyncio.timeout(20):
            while (await http.get("/healthz")).json()["sessions"]:
                continue
        with pytest.raises(ConnectionClosedError) as closed:
            while True:
                await websocket.recv()

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "The client does not read its events.")
    assert "does not read" in caplog.text
