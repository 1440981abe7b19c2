"""One model serves every session: whatever one of them asks for, another's turn comes soon."""

import asyncio
import json
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import pytest

from tests.unit.brain.shop import FixedManifest
from tests.unit.engine.test_runner import Client, spoken, talking
from tests.unit.speech.models import Deliberate, Hashing
from voice_engine.models.offline import build_offline_brain
from voice_engine.models.offline.minilm import WorkerEmbedder
from voice_engine.models.worker import Worker
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Conversation, Reply, Say

ROUNDS = 300
HUNG_S = 60  # a detector of what does not end, no measure of speed


class CountingBrain:
    """Says how many calls the shared model has answered so far."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def respond(self, conversation: Conversation) -> Reply:
        """Ask the model once."""
        return Reply((Say(str(await self._worker.call("add", 1))),))


async def ask_and_withdraw(client: Client) -> None:
    """Start responses and cancel them, faster than anything can be answered."""
    for _ in range(ROUNDS):
        client.send("response.create")
        for _ in range(5):  # the call reaches the model's queue
            await asyncio.sleep(0)
        client.send("response.cancel")
        await client.until("response.done")


async def test_who_withdraws_each_request_takes_nobodys_turn() -> None:
    worker = Worker(Deliberate)
    await worker.call("process")
    parts = Parts(lambda: CountingBrain(worker))
    async with talking(parts) as restless, talking(parts) as patient:
        await ask_and_withdraw(restless)
        restless.send("response.create")
        patient.send("response.create")
        done = await patient.until("response.done")
    worker.close()

    assert done["response"]["status"] == "completed"
    assert int(spoken(done)) <= ROUNDS / 10


def busy_session(number: int) -> dict[str, Any]:
    """Tools with as many words, arguments and choices as fit, all of which are listened for."""
    asked = {f"p{n}": {"$ref": "#/$defs/P"} for n in range(250)}
    choices = {"type": "string", "enum": [f"choice {n} of the pages" for n in range(100)]}
    schema = {"type": "object", "required": [*asked], "properties": asked, "$defs": {"P": choices}}
    declared = [
        {"type": "function", "name": f"read_{n}", "description": f"Read {n} {number}, " * 30, "parameters": schema}
        for n in range(20)
    ]
    reading = {
        "type": "function",
        "name": "read_pages",
        "description": "Read the pages of a book.",
        "parameters": schema,
    }
    looped = {"type": "object", "properties": {f"p{n}": {"items": {"$ref": "#/$defs/L"}} for n in range(100)}}
    turning = {"type": "function", "name": "turn", "parameters": {"$ref": "#/$defs/L", "$defs": {"L": looped}}}
    steps = "# Steps\n" + "".join(f"{n}. Call `read_{n}`.\n" for n in range(20))
    return {
        "type": "realtime",
        "output_modalities": ["text"],
        "instructions": steps,
        "tools": [reading, *declared, turning],
    }


def busy_items(number: int) -> list[dict[str, Any]]:
    """A call that found thousands of things, and a long sentence about them."""
    found = json.dumps({"result": {"things": [{"id": n, "name": f"page {n} of two"} for n in range(5000)]}})
    said = "read the pages of january 5 1980, 206 135 1246, not 1 2 3 4 but choice 7. " * 30
    return [
        {"type": "function_call", "call_id": f"c{number}", "name": "read_1", "arguments": "{}"},
        {"type": "function_call_output", "call_id": f"c{number}", "output": found},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": said}]},
    ]


async def keep_busy(client: Client) -> None:
    """Declare and ask, without a pause."""
    for number in count():
        client.send("session.update", session=busy_session(number))
        for item in busy_items(number):
            client.send("conversation.item.create", item=item)
        client.send("response.create")
        await client.until("response.done", HUNG_S)
        await client.runner.room()


@pytest.mark.parametrize("is_embedding", [True, False])
async def test_sessions_near_the_limits_leave_an_ordinary_one_its_turns(is_embedding: bool) -> None:
    worker = Worker(Hashing)
    embedder = WorkerEmbedder(worker) if is_embedding else None
    parts = Parts(lambda: build_offline_brain(FixedManifest([]), embedder))
    async with AsyncExitStack() as open_:
        busy = [await open_.enter_async_context(talking(parts)) for _ in range(4)]
        patient = await open_.enter_async_context(talking(parts))
        work = [asyncio.create_task(keep_busy(client)) for client in busy]
        done = []
        for _ in range(5):
            patient.send("response.create")
            done.append(await patient.until("response.done", HUNG_S))
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    worker.close()

    assert [each["response"]["status"] for each in done] == ["completed"] * 5
