"""The official Python SDK speaks to the engine as it speaks to OpenAI."""

import asyncio
from typing import Any

import pytest
from agents import function_tool, set_tracing_disabled
from agents.realtime import RealtimeAgent, RealtimeRunner
from openai import AsyncOpenAI, AuthenticationError
from openai.resources.realtime.realtime import AsyncRealtimeConnection

from tests.conformance.conftest import StartEngine
from voice_engine.models.scripted import ScriptedBrain, ScriptedTextToSpeech
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import CallTool, Reply, Say


def sdk(url: str) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-local", max_retries=0)


async def until(connection: AsyncRealtimeConnection, type_: str) -> list[Any]:
    """Every event up to the first of that type."""
    seen: list[Any] = []
    async with asyncio.timeout(10):
        async for event in connection:
            seen.append(event)
            if event.type == type_:
                break
    return seen


async def say(connection: AsyncRealtimeConnection, text: str) -> None:
    content: Any = [{"type": "input_text", "text": text}]
    await connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})


async def test_a_text_conversation_over_a_websocket(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain))
    async with sdk(url).realtime.connect(model="gpt-realtime-2.1") as connection:
        await until(connection, "session.created")
        await connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        await until(connection, "session.updated")
        await say(connection, "where is my order")
        await connection.response.create()
        events = await until(connection, "response.done")

    assert events[-1].response.status == "completed"
    assert events[-1].response.output[0].content[0].text == "You said: where is my order."


async def test_a_client_secret_brings_its_session_along(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain))
    secret = await sdk(url).realtime.client_secrets.create(
        expires_after={"anchor": "created_at", "seconds": 30},
        session={"type": "realtime", "instructions": "Be brief."},
    )
    client = AsyncOpenAI(base_url=f"{url}/v1", api_key=secret.value)
    async with client.realtime.connect(model="gpt-realtime-2.1") as connection:
        (created,) = await until(connection, "session.created")

    assert secret.value.startswith("ek_")
    assert created.session.instructions == "Be brief."


async def test_an_unknown_client_secret_opens_no_call(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(brain=ScriptedBrain))
    client = AsyncOpenAI(base_url=f"{url}/v1", api_key="ek_unknown", max_retries=0)

    with pytest.raises(AuthenticationError, match="unknown or has expired"):
        await client.realtime.calls.create(sdp="v=0")


async def test_the_agents_sdk_runs_a_tool_and_hears_the_answer(start_engine: StartEngine) -> None:
    set_tracing_disabled(True)
    called: list[str] = []

    @function_tool
    def look_up_orders(phone: str) -> str:
        """Look up orders."""
        called.append(phone)
        return "ORD-3 is delivered"

    script = [
        Reply((Say("One moment."), CallTool("look_up_orders", {"phone": "555-0100"}))),
        Reply((Say("Order three is delivered."),)),
    ]
    brain = ScriptedBrain(script)
    url = await start_engine(Parts(brain=lambda: brain, text_to_speech=ScriptedTextToSpeech(ms_per_character=2)))
    runner = RealtimeRunner(starting_agent=RealtimeAgent(name="greeter", instructions="hi", tools=[look_up_orders]))
    websocket_url = f"{url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime-2.1"
    heard = ends = 0
    async with asyncio.timeout(15):
        session = await runner.run(model_config={"api_key": "sk-local", "url": websocket_url})
        async with session:
            await session.send_message("where is my order")
            async for event in session:
                heard += len(event.audio.data) if event.type == "audio" else 0
                ends += event.type == "agent_end"
                if ends == 2:
                    break

    assert called == ["555-0100"]
    assert heard > 1000
    assert brain.conversations[1].items[-1]["output"] == "ORD-3 is delivered"
