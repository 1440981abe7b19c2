"""Events that wait are bounded, and who writes them can wait for room."""

import asyncio

import pytest

from voice_engine.runner import EventQueue


@pytest.mark.parametrize(("most", "most_characters", "text"), [(3, 1000, "x"), (1000, 300, "x" * 100)])
def test_it_takes_so_many_events_and_so_many_characters(most: int, most_characters: int, text: str) -> None:
    queue = EventQueue(most, most_characters)

    assert [queue.put(text) for _ in range(4)] == [True, True, True, False]


async def test_room_is_there_once_half_has_been_read() -> None:
    queue = EventQueue(4, 1000)
    for text in "abc":
        queue.put(text)
    waiting = asyncio.ensure_future(queue.room())
    first = await queue.get()
    await asyncio.sleep(0)
    still_waits = not waiting.done()
    await queue.get()
    await asyncio.wait_for(waiting, 1)

    assert (first, still_waits) == ("a", True)


async def test_the_last_event_takes_the_place_of_those_that_waited() -> None:
    queue = EventQueue(2, 1000)
    queue.put("a")
    queue.finish("goodbye")

    assert [await queue.get(), await queue.get()] == ["goodbye", None]
    assert queue.put("late") is False
    await queue.room()
