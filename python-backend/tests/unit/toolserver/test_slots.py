"""Slots: in order, bounded, and never lost."""

import asyncio

import pytest

from toolserver.calls.slots import Slots
from toolserver.errors import Unavailable

LONG_S = 10


async def started(*tasks: "asyncio.Task[None]") -> None:
    """Let the tasks go as far as they can."""
    for _ in range(3 * len(tasks) + 3):
        await asyncio.sleep(0)


async def test_who_waited_longest_goes_first() -> None:
    slots, went = Slots("slots", 1, 10, LONG_S), list[int]()

    async def go(number: int) -> None:
        async with slots:
            went.append(number)
            await asyncio.sleep(0)

    await slots.enter()
    tasks = [asyncio.create_task(go(number)) for number in range(5)]
    await started(*tasks)
    waiting = slots.waiting
    slots.leave()
    await asyncio.gather(*tasks)

    assert (waiting, slots.waiting) == (5, 0)
    assert went == [0, 1, 2, 3, 4]


async def test_nobody_overtakes_those_who_wait() -> None:
    slots = Slots("slots", 1, 10, LONG_S)
    await slots.enter()
    first = asyncio.create_task(slots.enter())
    await started(first)
    slots.leave()
    late = asyncio.create_task(slots.enter())
    await started(first, late)

    assert (first.done(), late.done()) == (True, False)
    late.cancel()


async def test_one_more_than_may_wait_is_refused_at_once() -> None:
    slots = Slots("slots", 1, 1, LONG_S)
    await slots.enter()
    waiting = asyncio.create_task(slots.enter())
    await started(waiting)
    with pytest.raises(Unavailable, match="1 calls wait") as refusal:
        await slots.enter()

    assert refusal.value.retry_after_s is not None
    waiting.cancel()


async def test_who_waited_too_long_is_refused_and_leaves_nothing_behind() -> None:
    slots = Slots("slots", 1, 1, patience_s=0)
    await slots.enter()
    with pytest.raises(Unavailable):
        await slots.enter()
    slots.leave()

    await slots.enter()
    assert slots.waiting == 0


async def test_who_goes_away_while_waiting_leaves_no_slot_taken() -> None:
    slots = Slots("slots", 1, 10, LONG_S)
    await slots.enter()
    gone, next_one = asyncio.create_task(slots.enter()), asyncio.create_task(slots.enter())
    await started(gone, next_one)
    gone.cancel()
    await started(gone)
    waiting = slots.waiting
    slots.leave()
    await next_one

    assert (gone.cancelled(), waiting) == (True, 1)
    slots.leave()
    await slots.enter()


async def test_who_goes_away_when_the_slot_has_just_come_passes_it_on() -> None:
    slots = Slots("slots", 1, 10, LONG_S)
    await slots.enter()
    gone, next_one = asyncio.create_task(slots.enter()), asyncio.create_task(slots.enter())
    await started(gone, next_one)
    slots.leave()
    gone.cancel()
    await asyncio.wait_for(next_one, LONG_S)

    assert gone.cancelled()
    slots.leave()
    await slots.enter()


async def test_a_slot_is_given_back_when_its_holder_fails() -> None:
    slots = Slots("slots", 1, 0, LONG_S)
    with pytest.raises(RuntimeError):
        async with slots:
            raise RuntimeError

    await slots.enter()
