"""One background task that fails harms neither the others nor the calls."""

import asyncio

import pytest

from toolserver.execution.background import Background, BackgroundTask, TaskName


@pytest.mark.parametrize("failure", [RuntimeError("read-only"), asyncio.CancelledError(), TimeoutError()])
async def test_a_task_that_fails_is_counted_and_tried_again_while_the_others_go_on(failure: BaseException) -> None:
    failures, rounds, recovered = list[str](), {"sick": 0, "well": 0}, asyncio.Event()

    async def sick() -> None:
        rounds["sick"] += 1
        if rounds["sick"] == 1:
            raise failure
        recovered.set()

    async def well() -> float:
        rounds["well"] += 1
        return 0.01

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        background = Background(
            [BackgroundTask(TaskName.SWEEP, sick), BackgroundTask(TaskName.OUTBOX, well)], failures.append
        )
        running = tasks.create_task(background.run())
        await recovered.wait()
        running.cancel()

    assert failures == [TaskName.SWEEP]
    assert rounds["well"] > 1


async def test_a_task_without_a_recent_success_stands_still() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    task = BackgroundTask(TaskName.SWEEP, never, first_after_s=60)
    background = Background([task], lambda _name: None)

    assert not background.standing_still()

    task.succeeded_at -= 91

    assert background.standing_still() == ["sweep"]

    task.succeed(None)
    task.succeeded_at -= 1000

    assert not background.standing_still()  # it has nothing more to do


async def test_a_toolserver_is_ready_without_the_tools_of_others() -> None:
    async def fail() -> None:
        raise RuntimeError("an odd tool")

    task = BackgroundTask(TaskName.LATE_IMPORTS, fail, is_vital=False)
    task.succeeded_at -= 1000

    assert not Background([task], lambda _name: None).standing_still()
