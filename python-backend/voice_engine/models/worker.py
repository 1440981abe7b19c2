"""A model in a process of its own: its work holds neither the event loop nor the interpreter lock."""

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from functools import partial
from typing import Any, Final

from voice_engine.errors import StageFailed

_WATCH_PARENT_S: Final = 2.0
_model: Any = None  # the worker process's one model; a process holds nothing else


class Worker:
    """Builds the model in a spawned process and calls its methods there, one at a time."""

    def __init__(self, build: Callable[[], object], timeout_s: float = 20) -> None:
        self._build, self.timeout_s = build, timeout_s
        self._pool = self._start()

    async def call(self, method: str, *args: Any) -> Any:
        """The method's result. Raises StageFailed when the worker died or is too slow; the next call has a new one."""
        work = partial(_call, method, args)
        try:
            async with asyncio.timeout(self.timeout_s):
                return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except (BrokenExecutor, TimeoutError) as error:
            self.close()
            self._pool = self._start()
            raise StageFailed(method, f"the worker was restarted ({type(error).__name__})") from error

    def close(self) -> None:
        """Let go of the process; what it was doing is forgotten."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        # A spawned process reads it when it loads numpy. Small matrices gain nothing from threads, and on a busy
        # machine threads that wait for one another took ten times as long (60 sentences: 15.5 s against 1.6 s).
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(1, spawn, initializer=_prepare, initargs=(self._build, os.getpid()))
        pool.submit(os.getpid)  # starts the process now: the first caller should not wait for the model to load
        return pool


def _prepare(build: Callable[[], object], parent: int) -> None:
    global _model
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _model = build()


def _end_with(parent: int) -> None:
    """A worker never outlives the engine, however that ended."""
    while os.getppid() == parent:
        time.sleep(_WATCH_PARENT_S)
    os._exit(0)


def _call(method: str, args: tuple[Any, ...]) -> Any:
    return getattr(_model, method)(*args)
