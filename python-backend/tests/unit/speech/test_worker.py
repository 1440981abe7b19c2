"""A worker's process: it keeps its model, and its death is one failed call."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.unit.speech.models import Counter, Deliberate, Heavy, Unloadable
from voice_engine.errors import StageFailed
from voice_engine.models.worker import CALL_S, Worker
from voice_engine.runner import Limits


def processes() -> set[int | None]:
    """Those that live."""
    return {each.pid for each in multiprocessing.active_children()}


def is_gone(process: int) -> bool:
    """Whether it ends within ten seconds."""
    deadline = time.monotonic() + 10
    while process in processes():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


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


async def test_a_stopped_worker_is_replaced_also_when_nobody_waits_any_more() -> None:
    worker = Worker(Counter, timeout_s=1)
    before = await worker.call("process")
    os.kill(before, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await worker.call("add", 1)
    async with asyncio.timeout(20):
        after = await worker.call("process")

    assert after != before
    worker.close()


async def test_to_load_a_model_does_not_count_as_a_call() -> None:
    worker = Worker(Heavy, timeout_s=0.5)

    assert await worker.call("add", 1) == 1
    worker.close()


async def test_a_model_that_died_is_loaded_once_however_many_calls_wait_for_it(worker: Worker) -> None:
    others = processes() - {await worker.call("process")}
    ended = await asyncio.gather(*(worker.call(method) for method in ["die", *["process"] * 5]), return_exceptions=True)
    await worker.call("process")

    assert isinstance(ended[0], StageFailed)
    assert processes() - others == {await worker.call("process")} == set(ended[1:])


@pytest.mark.parametrize("early_s", [n / 1000 for n in (-4, -2, 0, 2, 4)])
async def test_a_call_that_was_almost_too_slow_costs_the_next_one_nothing(early_s: float) -> None:
    worker = Worker(Deliberate)
    await worker.call("add", 1)
    worker.timeout_s = 0.05 + early_s
    with suppress(StageFailed):
        await worker.call("add", 1)
    worker.timeout_s = 20

    assert await worker.call("add", 1) > 0
    worker.close()


async def test_a_model_that_cannot_be_loaded_fails_calls_at_once_and_is_named(caplog: pytest.LogCaptureFixture) -> None:
    worker = Worker(Unloadable)
    for _ in range(2):
        with pytest.raises(StageFailed, match="not loaded"):
            await worker.call("add", 1)

    assert "Unloadable" in caplog.text
    worker.close()


async def test_calls_of_all_sessions_are_answered_in_their_order(worker: Worker) -> None:
    assert await asyncio.gather(*(worker.call("add", 1) for _ in range(10))) == list(range(1, 11))


async def test_too_many_calls_are_refused_by_name(worker: Worker) -> None:
    ended = await asyncio.gather(*(worker.call("add", 1) for _ in range(150)), return_exceptions=True)

    assert [type(each) for each in ended] == [int] * 100 + [StageFailed] * 50


async def test_a_closed_worker_leaves_no_process_even_a_stopped_one() -> None:
    worker = Worker(Counter)
    process = await worker.call("process")
    os.kill(process, signal.SIGSTOP)
    worker.close()

    assert await asyncio.to_thread(is_gone, process)


def test_a_worker_gives_up_before_the_stages_that_wait_for_it() -> None:
    limits = Limits()

    assert min(limits.brain_s, limits.speech_to_text_s, limits.text_to_speech_s) > CALL_S
