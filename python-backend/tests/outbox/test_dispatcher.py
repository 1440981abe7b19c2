"""Each message arrives, in order per recipient, whatever becomes of receivers and dispatchers."""

import asyncio
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.outbox.conftest import Outbox
from tests.outbox.receivers import HangingReceiver, OvertakenReceiver
from toolserver.errors import Unavailable
from toolserver.execution.background import Background, BackgroundTask, TaskName
from toolserver.outbox.dispatcher import Dispatcher
from toolserver.outbox.pace import Pace
from toolserver.outbox.receiver import DeliveryFailed
from toolserver.outbox.scripted import ScriptedReceiver
from toolserver.storage.database import Database
from toolserver.toolkit.context import Unit

T = TypeVar("T")
SECOND = timedelta(seconds=1)
DOWN = DeliveryFailed("status 503")


class FirstAway:
    """Fails the first write, as a database does that cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._write, self._was_away = database.write, False

    async def __call__(self, unit: Unit[T]) -> T:
        """Write, but the first time."""
        if not self._was_away:
            self._was_away = True
            raise Unavailable("the database cannot be used")
        return await self._write(unit)


async def drain(dispatcher: Dispatcher) -> None:
    """Deliver one after the other until nothing is due."""
    while await dispatcher.deliver_next():
        pass


async def die_while_delivering(box: Outbox) -> None:
    """Take a message, and end before anything comes of it."""
    receiver = HangingReceiver()
    async with asyncio.TaskGroup() as tasks:
        delivering = tasks.create_task(box.dispatcher(receiver).deliver_next())
        await receiver.was_entered.wait()
        delivering.cancel()


async def test_a_message_is_delivered_once(box: Outbox) -> None:
    receiver = ScriptedReceiver()
    message_id = box.queue("hello")
    await drain(box.dispatcher(receiver))
    box.clock.move(timedelta(days=1))
    await drain(box.dispatcher(receiver))

    assert [(message.id, message.body, message.attempt) for message in receiver.tried] == [(message_id, "hello", 1)]
    assert box.column("state") == ["delivered"]
    assert box.column("settled_at") == [box.clock.now - timedelta(days=1)]


async def test_two_dispatchers_deliver_no_message_twice(box: Outbox, database_url: str) -> None:
    bodies = sorted(f"message {number}" for number in range(40))
    for number, body in enumerate(bodies):
        box.queue(body, recipient=f"recipient {number}")
    other, mine, others = Database(database_url), ScriptedReceiver(), ScriptedReceiver()
    both = (box.dispatcher(mine), Dispatcher(other, others, box.clock))
    while any(await asyncio.gather(*(dispatcher.deliver_next() for dispatcher in both * 4))):
        pass
    other.close()

    assert sorted(mine.delivered + others.delivered) == bodies
    assert mine.delivered
    assert others.delivered


async def test_a_dead_dispatchers_message_is_taken_over_after_its_lease(box: Outbox) -> None:
    receiver = ScriptedReceiver()
    box.queue("hello")
    await die_while_delivering(box)
    box.clock.move(box.pace.lease - SECOND)
    early = await box.dispatcher(receiver).deliver_next()
    box.clock.move(SECOND)
    late = await box.dispatcher(receiver).deliver_next()

    assert (early, late) == (False, True)
    assert [message.attempt for message in receiver.tried] == [2]


async def test_a_message_in_delivery_holds_back_the_next_one_to_its_recipient(box: Outbox) -> None:
    receiver = ScriptedReceiver()
    box.queue("first")
    box.queue("second")
    box.queue("elsewhere", recipient="other")
    await die_while_delivering(box)
    await drain(box.dispatcher(receiver))

    assert receiver.delivered == ["elsewhere"]


async def test_a_failed_first_message_still_arrives_before_the_second(box: Outbox) -> None:
    receiver = ScriptedReceiver(DOWN)
    box.queue("first")
    box.queue("second")
    box.queue("elsewhere", recipient="other")
    await drain(box.dispatcher(receiver))
    box.clock.move(box.pace.first_wait)
    await drain(box.dispatcher(receiver))

    assert receiver.delivered == ["elsewhere", "first", "second"]
    assert len({message.id for message in receiver.tried}) == 3


async def test_a_failed_message_waits_twice_as_long_each_time(box: Outbox) -> None:
    dispatcher = box.dispatcher(ScriptedReceiver(DOWN, DOWN))
    box.queue("hello")
    await dispatcher.deliver_next()
    for wait_s in (5, 10):
        box.clock.move(timedelta(seconds=wait_s) - SECOND)
        assert not await dispatcher.deliver_next()
        box.clock.move(SECOND)
        assert await dispatcher.deliver_next()

    assert box.column("state") == ["delivered"]
    assert box.column("failure") == [None]


async def test_a_message_that_always_fails_ends_dead_and_lets_the_next_one_go(box: Outbox) -> None:
    receiver = ScriptedReceiver(DOWN, DOWN, DOWN)
    dispatcher = box.dispatcher(receiver, Pace(tries=3))
    box.queue("first")
    box.queue("second")
    for _ in range(3):
        await drain(dispatcher)
        box.clock.move(box.pace.longest_wait)

    assert box.column("state") == ["dead", "delivered"]
    assert box.column("failure") == ["status 503", None]
    assert box.column("attempts") == [3, 1]


@pytest.mark.parametrize(("failure", "noted"), [(DOWN, str(DOWN)), (KeyError("+12061351246"), "KeyError")])
async def test_whatever_a_receiver_raises_is_a_failed_try(box: Outbox, failure: Exception, noted: str) -> None:
    dispatcher = box.dispatcher(ScriptedReceiver(failure))
    box.queue("hello")
    await dispatcher.deliver_next()

    assert box.column("state") == ["waiting"]
    assert box.column("failure") == [noted]


async def test_a_receiver_that_hangs_is_given_up_after_the_timeout(box: Outbox) -> None:
    box.queue("hello")
    async with asyncio.timeout(5):
        await box.dispatcher(HangingReceiver(), Pace(timeout_s=0)).deliver_next()

    assert box.column("failure") == ["TimeoutError"]


async def test_a_failure_that_comes_after_the_lease_does_not_disturb_who_took_over(box: Outbox) -> None:
    late = OvertakenReceiver(box, DOWN, other=ScriptedReceiver())
    box.queue("hello")
    await box.dispatcher(late).deliver_next()

    assert box.column("state") == ["delivered"]
    assert box.column("failure") == [None]


async def test_a_delivery_that_ends_after_its_lease_counts(box: Outbox) -> None:
    late = OvertakenReceiver(box, other=ScriptedReceiver(DOWN))
    box.queue("hello")
    await box.dispatcher(late).deliver_next()

    assert box.column("state") == ["delivered"]


async def test_a_database_that_is_away_is_waited_out(box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.queue("hello")
    receiver, failed = HangingReceiver(), list[str]()
    monkeypatch.setattr(box.database, "write", FirstAway(box.database))
    dispatching = BackgroundTask(TaskName.OUTBOX, box.dispatcher(receiver).round)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(5):
        running = tasks.create_task(Background([dispatching], failed.append).run())
        await receiver.was_entered.wait()
        running.cancel()

    assert box.column("attempts") == [1]
    assert failed == ["outbox"]


@pytest.mark.parametrize(
    ("attempt", "chance", "wait_s"), [(1, 1, 5), (1, 0, 2.5), (2, 1, 10), (10, 1, 2560), (11, 1, 3600), (400, 0, 1800)]
)
def test_the_wait_doubles_up_to_an_hour_of_which_half_is_chance(attempt: int, chance: float, wait_s: float) -> None:
    assert Pace(chance=lambda: chance).wait_after(attempt) == timedelta(seconds=wait_s)
