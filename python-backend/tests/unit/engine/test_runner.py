"""A session goes on whatever its stages do."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from voice_engine.audio.samples import silence, to_bytes
from voice_engine.errors import TransportClosed
from voice_engine.models.scripted import (
    LoudnessTurnDetector,
    ScriptedBrain,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    WaitingBrain,
    tone,
)
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Brain, Expectation, Reply, Say
from voice_engine.protocol.session import Opening, Session
from voice_engine.runner import Limits, Runner

Event = dict[str, Any]


class Client:
    """The other end of a runner."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        numbers = count(1)
        session = Session(Opening("sess_1", 3600), lambda prefix: f"{prefix}_{next(numbers)}")
        self.runner = Runner(session, parts, limits, None)
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    async def take(self, text: str) -> None:
        """What the runner sends."""
        self._events.put_nowait(json.loads(text))

    def send(self, type_: str, **fields: Any) -> None:
        """Send a client event."""
        self.runner.receive(json.dumps({"type": type_, **fields}))

    async def until(self, type_: str, within_s: float = 5) -> Event:
        """The next event of that type."""
        async with asyncio.timeout(within_s):
            while (event := await self._events.get())["type"] != type_:
                continue
        return event

    def speak(self, duration_ms: int = 300, silence_ms: int = 1000) -> None:
        """Say something, then nothing."""
        sound = np.concatenate([tone(duration_ms, 16_000), silence(silence_ms * 16)])
        for start in range(0, len(sound), 320):
            self.runner.hear(sound[start : start + 320], 16_000)


@asynccontextmanager
async def talking(parts: Parts, limits: Limits | None = None) -> AsyncIterator[Client]:
    client = Client(parts, limits or Limits())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.runner.run(client.take))
        await client.until("session.created")
        yield client
        client.runner.stop()


def parts(brain: Brain, *texts: str | Exception) -> Parts:
    return Parts(lambda: brain, LoudnessTurnDetector, ScriptedSpeechToText(texts), ScriptedTextToSpeech(1))


def spoken(done: Event) -> str:
    return str(done["response"]["output"][0]["content"][0]["transcript"])


async def test_a_brain_that_crashes_fails_its_response_and_apologises() -> None:
    async with talking(parts(ScriptedBrain([ValueError("boom")]))) as client:
        client.send("response.create")
        failed = await client.until("response.done")
        client.send("response.create")
        following = await client.until("response.done")

    assert failed["response"]["status"] == "failed"
    assert failed["response"]["status_details"]["error"]["message"] == "brain crashed with ValueError"
    assert spoken(failed).startswith("I am sorry")
    assert following["response"]["status"] == "completed"


async def test_a_brain_that_takes_too_long_fails_its_response() -> None:
    async with talking(parts(WaitingBrain()), Limits(brain_s=0.05)) as client:
        client.send("response.create")
        failed = await client.until("response.done")

    assert failed["response"]["status"] == "failed"


async def test_a_brain_that_hangs_can_be_interrupted_by_speech() -> None:
    brain = WaitingBrain()
    async with talking(parts(brain, "stop")) as client:
        client.send("response.create")
        await brain.asked.wait()
        client.speak()
        done = await client.until("response.done")

    assert done["response"]["status_details"] == {"type": "cancelled", "reason": "turn_detected"}


async def test_a_response_can_be_cancelled_before_it_has_begun() -> None:
    async with talking(parts(ScriptedBrain())) as client:
        client.send("response.create")
        client.send("response.cancel")
        done = await client.until("response.done")

    assert done["response"]["status"] == "cancelled"


async def test_recognition_that_crashes_is_answered_with_an_apology() -> None:
    async with talking(parts(ScriptedBrain(), RuntimeError("dead"), "hello")) as client:
        client.speak()
        await client.until("conversation.item.input_audio_transcription.failed")
        failed = await client.until("response.done")
        client.speak()
        following = await client.until("response.done")

    assert failed["response"]["status"] == "failed"
    assert "could not hear" in spoken(failed)
    assert spoken(following) == "You said: hello."


async def test_a_voice_that_crashes_leaves_the_words() -> None:
    async def crash() -> None:
        raise RuntimeError("dead")

    mute = replace(parts(ScriptedBrain([Reply((Say("One. Two."),))])), text_to_speech=ScriptedTextToSpeech(1, crash))
    async with talking(mute) as client:
        client.send("response.create")
        done = await client.until("response.done")

    assert done["response"]["status"] == "completed"
    assert spoken(done) == "One. Two."


async def test_digits_are_waited_for_and_recognised_as_digits() -> None:
    detector, ear = LoudnessTurnDetector(), ScriptedSpeechToText(["206"])
    brain = ScriptedBrain([Reply((Say("What is your number?"),), Expectation.DIGITS)])
    async with talking(Parts(lambda: brain, lambda: detector, ear)) as client:
        client.send("response.create")
        await client.until("response.done")
        patient_ms = detector.silence_ms
        client.speak()
        await client.until("response.done")

    assert patient_ms == 900
    assert ear.turns[0][1] is Expectation.DIGITS
    assert detector.silence_ms == 500


async def test_a_committed_turn_is_recognised_before_the_response_to_it() -> None:
    brain = ScriptedBrain()
    async with talking(parts(brain, "hello")) as client:
        client.send("session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": None}}})
        client.send("input_audio_buffer.append", audio=base64.b64encode(to_bytes(tone(300, 24_000))).decode())
        client.send("input_audio_buffer.commit")
        client.send("response.create")
        done = await client.until("response.done")

    assert spoken(done) == "You said: hello."


async def test_without_recognition_a_committed_turn_gets_an_apology() -> None:
    async with talking(Parts(ScriptedBrain)) as client:
        client.send("session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": None}}})
        client.send("input_audio_buffer.append", audio="AAAAAAAA")
        client.send("input_audio_buffer.commit")
        client.send("response.create")
        done = await client.until("response.done")

    assert done["response"]["status"] == "failed"
    assert "type it" in spoken(done)


async def test_a_session_has_a_longest_duration() -> None:
    client = Client(parts(ScriptedBrain()), Limits(session_s=0.05))
    async with asyncio.timeout(2):
        await client.runner.run(client.take)


async def gone(_: str) -> None:
    raise TransportClosed


async def stuck(_: str) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("send", [gone, stuck])
async def test_a_client_that_does_not_read_ends_its_session(send: Callable[[str], Any]) -> None:
    client = Client(parts(ScriptedBrain()), Limits(send_s=0.05))
    async with asyncio.timeout(2):
        await client.runner.run(send)


async def test_events_for_a_client_that_does_not_read_are_bounded() -> None:
    client = Client(parts(ScriptedBrain()), Limits(waiting_events=5, send_s=1))
    async with asyncio.timeout(3), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(client.runner.run(stuck))
        await asyncio.sleep(0)
        for _ in range(10):
            client.send("nonsense")
    assert running.done()
