"""Sessions that nobody uses: they give their place back, and say why."""

import asyncio

import httpx

from tests.conformance.conftest import StartEngine
from tests.conformance.rtc_client import RtcClient
from voice_engine.config import Settings
from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts
from voice_engine.runner import Limits

HEADERS = {"Authorization": "Bearer sk-local", "Content-Type": "application/sdp"}
CALLS, SECRETS = "/v1/realtime/calls", "/v1/realtime/client_secrets"


async def until_free(http: httpx.AsyncClient) -> None:
    """Wait for the end of every session."""
    async with asyncio.timeout(10):
        while (await http.get("/healthz")).json()["sessions"]:
            continue


async def test_a_call_whose_peer_never_comes_is_dropped(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain), limits=Limits(connect_s=0.3))
    client = RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post(CALLS, content=await client.offer())
        await until_free(http)
        hung_up = await http.post(f"{answer.headers['Location']}/hangup")
    await client.close()

    assert (answer.status_code, hung_up.status_code) == (201, 404)


async def test_a_call_in_which_nothing_happens_ends_with_an_event_that_says_so(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain), Settings(voice_engine_idle_minutes=0.5 / 60))
    client = RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post(CALLS, content=await client.offer())
        await client.accept(answer.text)
        error = await client.until("error")
        await until_free(http)
    await client.close()

    assert error["error"]["code"] == "session_idle"


async def test_a_secret_opens_two_calls_and_no_third(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain))
    clients = [RtcClient() for _ in range(4)]
    async with httpx.AsyncClient(base_url=url) as http:
        secrets = [(await http.post(SECRETS)).json()["value"] for _ in range(2)]
        answers = [
            await http.post(
                CALLS, content=await client.offer(), headers={**HEADERS, "Authorization": f"Bearer {secret}"}
            )
            for client, secret in zip(clients, [*[secrets[0]] * 3, secrets[1]], strict=True)
        ]
    for client in clients:
        await client.close()

    assert [answer.status_code for answer in answers] == [201, 201, 429, 201]
    assert answers[2].json()["error"]["code"] == "too_many_sessions"


async def test_a_burst_of_events_over_the_data_channel_is_answered_whole(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain), limits=Limits(waiting_events=3000))
    client = RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post(CALLS, content=await client.offer())
    await client.accept(answer.text)
    await client.until("session.created")
    for number in range(2500):
        client.send("conversation.item.retrieve", item_id=f"item_{number}", event_id=f"event_{number}")
    await client.until_true(lambda event: event["type"] == "error" and event["error"]["event_id"] == "event_2499", 30)
    errors = [event for event in client.seen if event["type"] == "error"]
    await client.close()

    assert len(errors) == 2500
