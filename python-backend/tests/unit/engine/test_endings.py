"""How a session ends: what the client is told, and what is no reason to end it."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.unit.engine.test_runner import Client, parts, stuck
from voice_engine.audio.samples import silence, to_bytes
from voice_engine.models.scripted import ScriptedBrain, WaitingBrain
from voice_engine.pipeline.stages import Reply, Say
from voice_engine.runner import Ending, Limits

SHORT = 0.2
BRIEF = Limits(idle_s=SHORT)
PAUSE_S = SHORT / 4
LONG_ANSWER = "This is one of very many words that nobody will ever want to hear. " * 300


@asynccontextmanager
async def running(
    client: Client, send: Callable[[str], Awaitable[None]] | None = None
) -> AsyncIterator["asyncio.Task[Ending]"]:
    """The client's session; it must end by itself or by the test."""
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        yield tasks.create_task(client.runner.run(send or client.take))


async def test_the_end_of_its_time_is_told_before_a_session_ends() -> None:
    client = Client(parts(ScriptedBrain()), Limits(session_s=SHORT))
    async with running(client) as session:
        error = (await client.until("error"))["error"]
        ending = await session

    assert (error["type"], error["code"]) == ("invalid_request_error", "session_expired")
    assert error["message"].startswith("Your session hit the maximum duration of")
    assert ending.close_code == 1001


async def test_a_session_in_which_nothing_happens_ends_and_says_why() -> None:
    client = Client(parts(ScriptedBrain()), BRIEF)
    async with running(client) as session:
        error = (await client.until("error"))["error"]
        ending = await session

    assert (error["code"], ending.close_code) == ("session_idle", 1001)


async def test_silence_from_a_microphone_keeps_no_session_alive() -> None:
    client = Client(parts(ScriptedBrain()), BRIEF)
    audio = base64.b64encode(to_bytes(silence(240))).decode()
    async with running(client) as session:
        while not session.done():
            client.send("input_audio_buffer.append", audio=audio)
            client.runner.hear(silence(160), 16_000)
            await asyncio.sleep(0.01)

    assert (await client.until("error"))["error"]["code"] == "session_idle"


@pytest.mark.parametrize("act", [lambda client: client.send("response.cancel"), lambda client: client.speak(100, 600)])
async def test_events_and_speech_keep_a_session_alive(act: Callable[[Client], None]) -> None:
    client = Client(parts(ScriptedBrain(), *["hm"] * 40), BRIEF)
    async with running(client) as session:
        for _ in range(12):
            act(client)
            await asyncio.sleep(PAUSE_S)
        alive = not session.done()
        client.runner.stop()

    assert alive


async def test_an_answer_that_takes_long_keeps_a_session_alive() -> None:
    brain = WaitingBrain()
    client = Client(parts(brain), Limits(idle_s=SHORT, brain_s=4 * SHORT))
    async with running(client) as session:
        await client.until("session.created")
        client.send("response.create")
        done = await client.until("response.done")
        alive = not session.done()
        client.runner.stop()

    assert alive
    assert done["response"]["status"] == "failed"


async def test_a_client_that_does_not_read_is_told_so() -> None:
    client = Client(parts(ScriptedBrain()), Limits(send_s=0.05))
    async with running(client, stuck) as session:
        ending = await session

    assert (ending.close_code, ending.message) == (1008, "The client does not read its events.")


async def test_a_long_answer_waits_for_a_client_that_reads_slowly() -> None:
    brain = ScriptedBrain([Reply((Say(LONG_ANSWER),))])
    client = Client(parts(brain), Limits(waiting_events=50))
    said: list[str] = []

    async def slowly(text: str) -> None:
        event = json.loads(text)
        said.extend([event["delta"]] if event["type"] == "response.output_text.delta" else [])
        await asyncio.sleep(0)
        await client.take(text)

    async with running(client, slowly) as session:
        await client.until("session.created")
        client.send("session.update", session={"type": "realtime", "output_modalities": ["text"]})
        client.send("response.create")
        done = await client.until("response.done")
        alive = not session.done()
        client.runner.stop()

    assert alive
    assert done["response"]["status"] == "completed"
    assert "".join(said).strip() == LONG_ANSWER.strip()
