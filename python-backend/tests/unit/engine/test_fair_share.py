"""One model serves every session: whatever one of them asks for, another's turn comes soon."""

import asyncio

from tests.unit.engine.test_runner import Client, spoken, talking
from tests.unit.speech.models import Deliberate
from voice_engine.models.worker import Worker
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Conversation, Reply, Say

ROUNDS = 300


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
