"""SQLite's one writer: a thread that commits waiting units together, each in a savepoint of its own."""

import asyncio
import contextlib
import queue
import threading
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine

from toolserver.errors import Unavailable
from toolserver.toolkit.context import Unit

T = TypeVar("T")
_GROUP: Final = 64  # units a commit: one fsync for all of them
_WAITING: Final = 10_000


@dataclass(frozen=True)
class _Job:
    unit: Unit[Any]
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop


@dataclass(frozen=True)
class _Done:
    """What became of one unit before the group's commit."""

    job: _Job
    value: Any = None
    error: BaseException | None = None


class GroupWriter:
    """Units wait in a queue; whatever waits when the thread is free is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._work, name="database-writer", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit[T]) -> "asyncio.Future[T]":
        """Called on the event loop; the future ends after the group's commit. Raises Unavailable."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        try:
            self._jobs.put_nowait(_Job(unit, future, loop))
        except queue.Full as error:
            raise Unavailable("too much is waiting to be written") from error
        return future

    def close(self) -> None:
        """Commit what was submitted, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (group := self._next_group()) is not None:
            for done in self._commit(group):
                _resolve(done)

    def _next_group(self) -> list[_Job] | None:
        first = self._jobs.get()
        if first is None:
            return None
        group = [first]
        with contextlib.suppress(queue.Empty):
            while len(group) < _GROUP:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                group.append(job)
        return group

    def _commit(self, group: list[_Job]) -> list[_Done]:
        try:
            with self._engine.begin() as db:
                return [_run(db, job) for job in group]
        except BaseException as error:  # noqa: BLE001 - whatever stopped the commit belongs to every unit of the group
            return [_Done(job, error=error) for job in group]


def _run(db: Connection, job: _Job) -> _Done:
    try:
        with db.begin_nested():
            return _Done(job, value=job.unit(db))
    except BaseException as error:  # noqa: BLE001 - a unit's error belongs to whoever submitted it, not to its group
        return _Done(job, error=error)


def _resolve(done: _Done) -> None:
    with contextlib.suppress(RuntimeError):  # the loop closed: nobody waits any more
        done.job.loop.call_soon_threadsafe(_set, done)


def _set(done: _Done) -> None:
    if done.job.future.cancelled():
        return
    if done.error is not None:
        done.job.future.set_exception(done.error)
    else:
        done.job.future.set_result(done.value)
