"""Threads for units: one is awake while they are quick, and another one joins as soon as one is slow."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from toolserver.storage.pending import Pending, attempt

T = TypeVar("T")


@dataclass(frozen=True)
class _Job:
    """A unit with its connection to come, and who waits for it."""

    work: Callable[[], Any]
    pending: Pending

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where it is waited for."""
        return self.pending.future.get_loop()


class UnitThreads:
    """Threads that are awake want Python's lock, and each hand-over of it costs more than a quick unit does."""

    def __init__(self, most: int, patience_s: float) -> None:
        self._most, self._patience_s = most, patience_s
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="database")
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._done: deque[_Job] = deque()
        self._awake = 0
        self._watch: asyncio.AbstractEventLoop | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns or raises; a unit that blocks holds others up for no longer than the patience."""
        loop = asyncio.get_running_loop()
        job = _Job(work, Pending(loop.create_future()))
        with self._lock:
            self._waiting.append(job)
        self._wake(at_most=1)
        if self._watch is None or self._watch.is_closed():
            self._watch = loop
            loop.call_later(self._patience_s, self._look_after, loop)
        value: T = await job.pending.future
        return value

    def close(self) -> None:
        """Finish what was handed over."""
        self._threads.shutdown(wait=True)

    def _wake(self, at_most: int) -> None:
        with self._lock:
            if not self._waiting or self._awake >= at_most:
                return
            self._awake += 1
        self._threads.submit(self._work)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job.pending.value, job.pending.error = attempt(job.work)
            self._done.append(job)
        self._deliver()

    def _next(self) -> _Job | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._awake -= 1
            return None

    def _look_after(self, loop: asyncio.AbstractEventLoop) -> None:
        """Whatever still waits does so behind something slow; what is done need not wait for it."""
        self._deliver()
        self._wake(at_most=self._most)
        if self._awake:
            loop.call_later(self._patience_s, self._look_after, loop)
        else:
            self._watch = None

    def _deliver(self) -> None:
        done = list(self._taken())
        for loop in {job.loop for job in done}:
            with contextlib.suppress(RuntimeError):  # the loop closed: nobody waits any more
                loop.call_soon_threadsafe(_end, [job for job in done if job.loop is loop])

    def _taken(self) -> Iterable[_Job]:
        with contextlib.suppress(IndexError):
            while True:
                yield self._done.popleft()


def _end(jobs: Iterable[_Job]) -> None:
    for job in jobs:
        job.pending.end()
