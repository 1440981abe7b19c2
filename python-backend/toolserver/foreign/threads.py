"""Functions that block run on threads of their own, so many at once, that nothing else waits for."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from toolserver.calls.slots import Slots
from toolserver.errors import FrontdeskError, ToolFailed, Unavailable

T = TypeVar("T")


class FunctionQuit(FrontdeskError):
    """A function raised what is meant for a whole program or for a loop: SystemExit, StopIteration."""


class BlockingThreads:
    """A thread a call, because one that hangs must not hold up the program's end: these are daemons, pools are not."""

    def __init__(self, most: int, timeout_s: float) -> None:
        """Half the tools' timeout is spent on waiting at most, so that the other half is left to run."""
        self._slots = Slots("threads", most, most, timeout_s / 2)

    async def run(self, function: Callable[[], T]) -> T:
        """What the function returns or raises. Raises ToolFailed('no_thread') when none came free: it did not run.

        Cancelling leaves the function running, and its thread taken until it ends.
        """
        try:
            await self._slots.enter()
        except Unavailable as error:
            say = "I could not get to that just now. Shall I try again?"
            raise ToolFailed("no_thread", say=say, message=error.message, retryable=True) from error
        return await asyncio.wrap_future(self._started(function))

    def _started(self, function: Callable[[], T]) -> "Future[T]":
        loop, work = asyncio.get_running_loop(), Future[T]()
        work.set_running_or_notify_cancel()

        def leave(_: "Future[T]") -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._slots.leave)

        work.add_done_callback(leave)
        body = partial(_run, copy_context().run, function, work)
        threading.Thread(target=body, name="tool", daemon=True).start()
        return work


def _run(call: Callable[[Callable[[], T]], T], function: Callable[[], T], work: "Future[T]") -> None:
    with _Ending(work):
        work.set_result(call(function))


@dataclass(frozen=True)
class _Ending:
    """Whatever ends the function ends its future: on this thread nobody would hear of it."""

    work: "Future[Any]"

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is None:
            return True
        can_be_awaited = isinstance(error, Exception) and not isinstance(error, StopIteration)
        self.work.set_exception(error if can_be_awaited else FunctionQuit(type(error).__name__))
        return True
