"""A client on WebRTC is answered with audio it can hear, is heard, and can interrupt."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from openai import AsyncOpenAI, BadRequestError

from tests.conformance.conftest import StartEngine
from tests.conformance.rtc_client import RtcClient
from voice_engine.models.scripted import (
    LoudnessTurnDetector,
    ScriptedBrain,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
)
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Reply, Say

Call = Callable[[str], Awaitable[RtcClient]]


@pytest.fixture
async def call() -> AsyncIterator[Call]:
    """Calls an engine through the official SDK and answers the connected client."""
    clients: list[RtcClient] = []

    async def connect(url: str) -> RtcClient:
        client = RtcClient()
        clients.append(client)
        sdk = AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-local", max_retries=0)
        answer = await sdk.realtime.calls.create(
            sdp=await client.offer(), session={"type": "realtime", "audio": {"input": {"transcription": {}}}}
        )
        await client.accept(answer.text)
        await client.until("session.created")
        return client

    yield connect
    for client in clients:
        await client.close()


def speaking(*texts: str, brain: ScriptedBrain | None = None, ms_per_character: int = 10) -> Parts:
    return Parts(
        brain=lambda: brain or ScriptedBrain(),
        turn_detector=LoudnessTurnDetector,
        speech_to_text=ScriptedSpeechToText(texts),
        text_to_speech=ScriptedTextToSpeech(ms_per_character),
    )


async def test_an_answer_is_heard_and_written(start_engine: StartEngine, call: Call) -> None:
    client = await call(await start_engine(speaking()))
    client.say("hello")
    await client.until("output_audio_buffer.stopped")

    assert client.loudest > 1000
    deltas = [event["delta"] for event in client.seen if event["type"] == "response.output_audio_transcript.delta"]
    assert "".join(deltas) == "You said: hello."
    assert "response.output_audio.delta" not in client.types()


async def test_what_is_spoken_is_recognised_and_answered(start_engine: StartEngine, call: Call) -> None:
    client = await call(await start_engine(speaking("where is my order")))
    client.microphone.speak(400)
    started = await client.until("input_audio_buffer.speech_started")
    completed = await client.until("conversation.item.input_audio_transcription.completed")
    done = await client.until("response.done")

    assert completed["item_id"] == started["item_id"]
    assert completed["transcript"] == "where is my order"
    assert done["response"]["output"][0]["content"][0]["transcript"] == "You said: where is my order."


async def test_speech_over_an_answer_interrupts_it(start_engine: StartEngine, call: Call) -> None:
    long = Reply((Say("This is the first sentence. " + "And this goes on and on. " * 60),))
    parts = speaking("stop", brain=ScriptedBrain([long]), ms_per_character=40)
    client = await call(await start_engine(parts))
    client.say("tell me everything")
    await client.until("output_audio_buffer.started")
    client.microphone.speak(300)
    await client.until("output_audio_buffer.cleared")
    done = await client.until("response.done")
    truncated = await client.until("conversation.item.truncated")
    again = await client.until("response.done")

    assert done["response"]["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert truncated["audio_end_ms"] < 3000
    assert again["response"]["output"][0]["content"][0]["transcript"] == "You said: stop."


async def test_without_speech_models_an_answer_is_written(start_engine: StartEngine, call: Call) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain, missing=("kokoro",)))
    client = await call(url)
    client.say("hello")
    done = await client.until("response.done")
    async with httpx.AsyncClient() as http:
        health = (await http.get(f"{url}/healthz")).json()

    assert done["response"]["output"][0]["content"][0]["transcript"] == "You said: hello."
    assert health["speech"]["missing"] == ["kokoro"]
    assert health["sessions"] == 1


async def test_a_hangup_ends_the_session(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain))
    client = RtcClient()
    headers = {"Authorization": "Bearer sk-local", "Content-Type": "application/sdp", "Origin": "http://localhost:3000"}
    async with httpx.AsyncClient(base_url=url, headers=headers) as http:
        answer = await http.post("/v1/realtime/calls", content=await client.offer())
        await client.accept(answer.text)
        await client.until("session.created")
        hangup = await http.post(f"{answer.headers['location']}/hangup")
        health = (await http.get("/healthz")).json()
    await client.close()

    assert (answer.status_code, hangup.status_code) == (201, 200)
    assert "a=max-message-size:262144" in answer.text
    assert answer.headers["access-control-expose-headers"] == "Location"
    assert health["sessions"] == 0


async def test_a_large_event_arrives_over_the_data_channel(start_engine: StartEngine, call: Call) -> None:
    client = await call(await start_engine(speaking()))
    client.say("x" * 80_000)
    added = await client.until("conversation.item.added")

    assert len(added["item"]["content"][0]["text"]) == 80_000


async def test_a_client_that_hangs_up_ends_its_session(start_engine: StartEngine, call: Call) -> None:
    url = await start_engine(speaking())
    client = await call(url)
    await client.close()
    async with httpx.AsyncClient(base_url=url) as http, asyncio.timeout(5):
        while (await http.get("/healthz")).json()["sessions"]:
            continue


async def test_one_response_is_heard_after_the_other(start_engine: StartEngine, call: Call) -> None:
    client = await call(await start_engine(speaking(ms_per_character=20)))
    client.say("one")
    await client.until("response.done")
    client.say("two")
    await client.until("output_audio_buffer.stopped")
    await client.until("output_audio_buffer.stopped")

    wanted = ("output_audio_buffer.started", "response.done", "output_audio_buffer.stopped")
    heard = [event["type"] for event in client.seen if event["type"] in wanted]
    assert heard == [*wanted, "output_audio_buffer.started", "response.done", "output_audio_buffer.stopped"]


async def test_push_to_talk_hears_the_end_that_the_commit_overtook(start_engine: StartEngine, call: Call) -> None:
    parts = speaking("where is my order")
    client = await call(await start_engine(parts))
    client.send("session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": None}}})
    await client.until("session.updated")
    client.send("input_audio_buffer.clear")
    await client.until("input_audio_buffer.cleared")
    client.microphone.speak(200)
    client.send("input_audio_buffer.commit")
    client.send("response.create")
    done = await client.until("response.done")

    assert done["response"]["output"][0]["content"][0]["transcript"] == "You said: where is my order."
    assert isinstance(parts.speech_to_text, ScriptedSpeechToText)
    assert parts.speech_to_text.turns[0][0] > 16_000 * 0.05


async def test_an_offer_without_audio_is_refused(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain))
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.createDataChannel("oai-events")
    await peer.setLocalDescription(await peer.createOffer())
    sdk = AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-local", max_retries=0)
    with pytest.raises(BadRequestError, match="no audio"):
        await sdk.realtime.calls.create(sdp=peer.localDescription.sdp)
    await peer.close()
