"""A worker's process: it keeps its model, and its death is one failed call."""

import os
from collections.abc import Iterator

import pytest

from tests.unit.speech.models import Counter
from voice_engine.errors import StageFailed
from voice_engine.models.worker import Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    started = Worker(Counter, timeout_s=20)
    yield started
    started.close()


async def test_the_model_lives_in_another_process_and_keeps_its_state(worker: Worker) -> None:
    first, second = await worker.call("add", 1), await worker.call("add", 2)

    assert (first, second) == (1, 3)
    assert await worker.call("process") != os.getpid()


async def test_a_dead_worker_fails_one_call_and_the_next_has_a_new_one(worker: Worker) -> None:
    before = await worker.call("process")
    with pytest.raises(StageFailed):
        await worker.call("die")

    assert await worker.call("process") != before


async def test_a_slow_worker_is_replaced() -> None:
    worker = Worker(Counter, timeout_s=20)
    await worker.call("process")
    worker.timeout_s = 0.1
    with pytest.raises(StageFailed):
        await worker.call("dawdle")
    worker.timeout_s = 20

    assert await worker.call("add", 1) == 1
    worker.close()


async def test_what_a_model_raises_reaches_the_caller(worker: Worker) -> None:
    with pytest.raises(ValueError, match="no such word"):
        await worker.call("refuse")
