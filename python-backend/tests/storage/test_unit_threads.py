"""Threads for units: few are awake, and none holds the others up."""

import asyncio
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from toolserver.storage.unit_threads import UnitThreads


@pytest.fixture
def threads() -> Iterator[UnitThreads]:
    """Three."""
    threads = UnitThreads(3, patience_s=0.001)
    yield threads
    threads.close()


async def test_quick_units_take_turns_and_each_gets_its_own_answer() -> None:
    threads, one_at_a_time = UnitThreads(3, patience_s=60), threading.Lock()

    def alone(number: int) -> tuple[int, bool]:
        was_free = one_at_a_time.acquire(blocking=False)
        time.sleep(0.001)  # lets another thread in, if one is awake
        one_at_a_time.release()
        return number, was_free

    seen = await asyncio.gather(*(threads.run(partial(alone, number)) for number in range(20)))
    threads.close()

    assert seen == [(number, True) for number in range(20)]


async def test_a_unit_that_blocks_holds_up_no_other(threads: UnitThreads) -> None:
    is_open = threading.Event()
    before = threads.run(lambda: "before")
    blocked = asyncio.gather(*(threads.run(lambda: is_open.wait(30)) for _ in range(2)))
    after = await asyncio.gather(before, threads.run(lambda: "after"))
    is_open.set()

    assert list(after) == ["before", "after"]
    assert await blocked == [True, True]


async def test_what_a_unit_raises_is_raised_where_it_is_waited_for(threads: UnitThreads) -> None:
    def fail() -> None:
        raise LookupError("no")

    with pytest.raises(LookupError):
        await threads.run(fail)

    assert await threads.run(lambda: "fine") == "fine"


async def test_a_unit_whose_caller_went_away_does_no_harm(threads: UnitThreads) -> None:
    is_open = threading.Event()
    left = asyncio.create_task(threads.run(lambda: is_open.wait(30)))
    await asyncio.sleep(0)
    left.cancel()
    is_open.set()

    assert await threads.run(lambda: "fine") == "fine"


def test_a_loop_that_was_closed_leaves_the_threads_to_the_next_one(threads: UnitThreads) -> None:
    is_open = threading.Event()

    async def leave() -> None:
        waiting = asyncio.ensure_future(threads.run(lambda: is_open.wait(30)))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave())
    is_open.set()

    assert asyncio.run(threads.run(lambda: "fine")) == "fine"
