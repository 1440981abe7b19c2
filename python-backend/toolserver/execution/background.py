"""Tasks that run beside the calls: one that fails is logged, counted and tried again, and harms no other."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from toolserver.errors import Unavailable

_log = logging.getLogger(__name__)
_FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 30.0
_LATE_S: Final = 30.0  # beyond the wait that was planned: then a task counts as standing still


class TaskName(StrEnum):
    """All there are, as figures and log lines call them."""

    OUTBOX = "outbox"
    SWEEP = "sweep"
    RETENTION = "retention"
    ROLLUP = "rollup"
    UPKEEP = "upkeep"
    DATABASE_CLOCK = "database clock"
    LATE_IMPORTS = "late imports"


Round = Callable[[], Awaitable[float | None]]
"""One round of a task; answers after how many seconds the next is due, None when there is none."""


@dataclass
class BackgroundTask:
    """A task of many rounds, and how its last ones went. Times are those of the monotonic clock, in seconds."""

    name: TaskName
    round: Round
    first_after_s: float = 0.0
    is_vital: bool = True  # without it no calls should be taken
    failures: int = 0  # since the last success
    succeeded_at: float = field(default_factory=time.monotonic)
    due_after_s: float | None = 0.0

    def __post_init__(self) -> None:
        """The first round may be a while away."""
        self.due_after_s = self.first_after_s

    def stands_still(self, now: float) -> bool:
        """Whether its last success is longer ago than was planned."""
        return self.due_after_s is not None and now - self.succeeded_at > self.due_after_s + _LATE_S

    def succeed(self, due_after_s: float | None) -> None:
        """Note a round that went well."""
        self.failures, self.succeeded_at, self.due_after_s = 0, time.monotonic(), due_after_s

    def fail(self) -> float:
        """Note a round that failed; answers how long to wait: twice as long each time."""
        self.failures += 1
        return min(_FIRST_WAIT_S * 2.0 ** (self.failures - 1), _LONGEST_WAIT_S)


class Background:
    """Keeps the tasks going until it is cancelled."""

    def __init__(self, tasks: Iterable[BackgroundTask], count_failure: Callable[[TaskName], None]) -> None:
        self._tasks, self._count_failure = tuple(tasks), count_failure

    def standing_still(self) -> list[str]:
        """The names of the tasks without a recent success."""
        now = time.monotonic()
        return sorted({str(task.name) for task in self._tasks if task.is_vital and task.stands_still(now)})

    async def run(self) -> None:
        """Run all of them, each for itself."""
        async with asyncio.TaskGroup() as running:
            for task in self._tasks:
                running.create_task(self._keep_going(task))

    async def _keep_going(self, task: BackgroundTask) -> None:
        wait_s: float | None = task.first_after_s
        while wait_s is not None:
            await asyncio.sleep(wait_s)
            wait_s = await self._one_round(task)

    async def _one_round(self, task: BackgroundTask) -> float | None:
        """Whatever a round meets, the others go on: also a cancellation that leaked out of a library."""
        (ended,) = await asyncio.gather(task.round(), return_exceptions=True)
        if isinstance(ended, BaseException):
            return self._failed(task, ended)
        task.succeed(ended)
        return ended

    def _failed(self, task: BackgroundTask, error: BaseException) -> float:
        self._count_failure(task.name)
        wait_s = task.fail()
        told, trace = (error, None) if isinstance(error, Unavailable) else (type(error).__name__, error)
        line = "background task %r failed, and is tried again in %g s: %s"
        _log.error(line, str(task.name), wait_s, told, exc_info=trace)
        return wait_s
