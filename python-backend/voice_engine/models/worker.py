"""A model in a process of its own: its work holds neither the event loop nor the interpreter lock.

Calls are answered one at a time, in their order, by a thread that owns the process. A call that takes too long, also
in a process that was stopped, has its process killed, whether or not somebody still waits for the answer. To load the
model has a time limit of its own: a slow machine may take minutes for what is done once.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from voice_engine.errors import StageFailed

CALL_S: Final = 20.0  # shorter than every stage's time-out; a busy machine takes many seconds for a long sentence
_WATCH_PARENT_S: Final = 2.0
_WAITING: Final = 100  # calls; a session has one at a time
_LONGEST_PAUSE_S: Final = 60.0  # before a model that could not be loaded is tried again
_ENDED: Final = (EOFError, OSError)  # what is met at the pipe of a process that is gone
_spawn: Final = multiprocessing.get_context("spawn")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Child:
    """The process and the way to it."""

    process: SpawnProcess
    pipe: Connection

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is done with the pipe meets its end when the time is over. Nothing rings any more when this is left."""
        rang = threading.Event()

        def ring() -> None:
            rang.set()
            self.process.kill()

        alarm = threading.Timer(seconds, ring)
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()
            alarm.join()
            if rang.is_set():  # the answer may have come at the same moment: the next call has to see that it is gone
                self.process.join()


class Worker:
    """Builds the model in a spawned process and calls its methods there."""

    def __init__(self, build: Callable[[], object], timeout_s: float = CALL_S, loading_s: float = 300) -> None:
        self._build, self.timeout_s, self._loading_s = build, timeout_s, loading_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._child: _Child | None = None
        self._is_closed = False
        self._waiting = 0
        self._failures, self._not_before = 0, 0.0
        self._thread.submit(self._living)  # now: the first caller should not wait for it

    async def call(self, method: str, *args: Any) -> Any:
        """The method's result. Raises StageFailed when the process died or was too slow: the next call has another."""
        if self._waiting >= _WAITING:
            raise StageFailed(method, f"{_WAITING} calls wait already")
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._thread.submit(self._exchange, method, args))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the process; what it was doing is forgotten."""
        self._is_closed = True
        if self._child is not None:
            self._child.process.kill()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _exchange(self, method: str, args: tuple[Any, ...]) -> Any:
        child = self._living()
        if child is None:
            raise StageFailed(method, "the model is not loaded")
        try:
            with child.within(self.timeout_s):
                child.pipe.send((method, args))
                answer, error = child.pipe.recv()
        except _ENDED as end:
            self._let_go(child)
            raise StageFailed(method, f"the worker was restarted ({type(end).__name__})") from end
        if error is not None:
            raise error
        return answer

    def _living(self) -> _Child | None:
        """The process with its model, loaded if there is none; None while it cannot be had."""
        if self._child is not None and self._child.process.is_alive():
            return self._child
        if self._child is not None:
            self._let_go(self._child)
        return self._load()

    def _load(self) -> _Child | None:
        if self._is_closed or time.monotonic() < self._not_before:
            return None
        child = _start(self._build)
        self._child = child
        if self._is_closed:  # meanwhile
            child.process.kill()
        try:
            with child.within(self._loading_s):
                child.pipe.recv()
        except _ENDED:
            self._let_go(child)
            self._failures += 1
            pause_s = min(2.0**self._failures, _LONGEST_PAUSE_S)
            self._not_before = time.monotonic() + pause_s
            if not self._is_closed:
                _log.error("a model could not be loaded (%s); tried again after %g s", self._build, pause_s)
            return None
        self._failures = 0
        return child

    def _let_go(self, child: _Child) -> None:
        self._child = None
        child.process.kill()
        child.process.join()
        child.pipe.close()
        if not self._is_closed:
            self._thread.submit(self._living)  # unless a call that waits does it before


def _start(build: Callable[[], object]) -> _Child:
    # A spawned process reads it when it loads numpy. Small matrices gain nothing from threads, and on a busy
    # machine threads that wait for one another took ten times as long (60 sentences: 15.5 s against 1.6 s).
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    ours, theirs = _spawn.Pipe()
    process = _spawn.Process(target=_serve, args=(theirs, build, os.getpid()), daemon=True)
    process.start()
    theirs.close()  # or its end would never be seen
    return _Child(process, ours)


def _serve(pipe: Connection, build: Callable[[], object], parent: int) -> None:
    """The process: load, say so, then answer."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # also sent to the whole group; the engine ends its workers
        signal.signal(ending, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    model = build()
    pipe.send(None)
    while True:
        method, args = pipe.recv()
        pipe.send(_answer(model, method, args))


def _answer(model: object, method: str, args: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return getattr(model, method)(*args), None
    except Exception as error:  # noqa: BLE001 - models are other people's code; it is raised where the call was made
        return None, error


def _end_with(parent: int) -> None:
    """A worker never outlives the engine, however that ended."""
    while os.getppid() == parent:
        time.sleep(_WATCH_PARENT_S)
    os._exit(0)
