"""Threads for units on a server that may hang: one that waits too long has its connection cut, and is free again.

The kernel of a machine whose PostgreSQL is stopped goes on acknowledging what it is sent, so no time-out of TCP ends
the wait, and no statement_timeout runs. Shutting the socket down does: the driver meets the end of the connection.
"""

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy.exc import TimeoutError as DatabaseTimeout

T = TypeVar("T")
PATIENCE_S: Final = 10.0  # longer than the server's own limits, shorter than a tool's usual timeout
_BEYOND_S: Final = 1.0  # for the driver to tell what was cut
_CLOSING_S: Final = 3.0
_LOOKS_EVERY_S: Final = 0.5
_local = threading.local()


def note_connection(connection: Any) -> None:
    """The unit of this thread uses this connection of psycopg's from now on."""
    job: _Job | None = getattr(_local, "job", None)
    if job is not None:
        job.hold(connection)


@dataclass
class _Job:
    """A unit, since when it runs, and the socket it may have to be cut from.

    The socket is a duplicate: the number of the driver's own may be somebody else's by the time of the cut.
    """

    began_at: float | None = None
    wire: socket.socket | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_late(self, patience_s: float) -> bool:
        """Whether it has run for longer than that; while it waits for a thread it runs not."""
        return self.began_at is not None and time.monotonic() - self.began_at > patience_s

    def hold(self, connection: Any) -> None:
        """It waits for this connection from now on."""
        self.let_go()
        with self.lock:
            self.wire = socket.socket(fileno=os.dup(connection.fileno()))

    def let_go(self) -> None:
        """It waits for none."""
        with self.lock:
            if self.wire is not None:
                self.wire.close()
            self.wire = None

    def cut(self) -> None:
        """End its wait for the server."""
        with self.lock, contextlib.suppress(OSError):
            if self.wire is not None:
                self.wire.shutdown(socket.SHUT_RDWR)


class BoundedThreads:
    """A thread a connection. Raises SQLAlchemy's TimeoutError where a unit is not done in time."""

    def __init__(self, most: int, patience_s: float = PATIENCE_S) -> None:
        self._most, self._patience_s = most, patience_s
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="database")
        self._running: dict[Future[Any], _Job] = {}
        self._watch: asyncio.AbstractEventLoop | None = None

    @property
    def waiting(self) -> int:
        """Units that no thread has begun."""
        return max(0, len(self._running) - self._most)

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns or raises; also where nobody waits for it any more, it ends in time."""
        loop, job = asyncio.get_running_loop(), _Job()
        running = self._threads.submit(_work, work, job)
        self._running[running] = job
        running.add_done_callback(lambda done: self._running.pop(done, None))
        if self._watch is None or self._watch.is_closed():
            self._watch = loop
            loop.call_later(_LOOKS_EVERY_S, self._look_after, loop)
        try:
            async with asyncio.timeout(self._patience_s + _BEYOND_S):
                return await asyncio.wrap_future(running)
        except TimeoutError as error:
            raise DatabaseTimeout(f"the database did not answer within {self._patience_s:g} s") from error

    def close(self) -> None:
        """Finish what runs; what does not end in time is cut."""
        wait(list(self._running), timeout=_CLOSING_S)
        for job in list(self._running.values()):
            job.cut()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _look_after(self, loop: asyncio.AbstractEventLoop) -> None:
        """While something runs, look again and again; one timer for all, because most are done in a millisecond."""
        for job in list(self._running.values()):
            if job.is_late(self._patience_s):
                job.cut()
        self._watch = loop if self._running else None
        if self._watch:
            loop.call_later(_LOOKS_EVERY_S, self._look_after, loop)


def _work(work: Callable[[], T], job: _Job) -> T:
    _local.job, job.began_at = job, time.monotonic()
    try:
        return work()
    finally:
        _local.job = None
        job.let_go()
