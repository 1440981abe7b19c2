"""SQLite's one writer: waiting units are one transaction, each in a savepoint of its own, and one commit."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction

from toolserver.errors import Unavailable
from toolserver.storage.faults import is_of_one_unit
from toolserver.storage.pending import Pending, attempt
from toolserver.toolkit.context import Unit

T = TypeVar("T")
_GROUP: Final = 64  # units a commit: one fsync for all of them
_WAITING: Final = 10_000


@dataclass(frozen=True)
class _Job:
    """A unit, and who waits for it."""

    unit: Unit[Any]
    is_statement: bool  # one of ours, which takes no time
    pending: Pending

    def run(self, db: Connection) -> None:
        """Run the unit in the driver's own savepoint: Core's takes ten times as long."""
        driver = db.connection.cursor()
        driver.execute("SAVEPOINT unit")
        self.pending.value, self.pending.error = attempt(partial(self.unit, db))
        if self.pending.error is not None:
            if not driver.connection.in_transaction:  # a full disk: SQLite has rolled the whole group back by itself
                raise self.pending.error
            driver.execute("ROLLBACK TO unit")
        driver.execute("RELEASE unit")


class GroupWriter:
    """One group at a time.

    A group of statements runs on the event loop, which SQLite holds up for some 10 µs each; a thread takes 20 times as
    long while the loop is busy (docs/decisions/0018-speed-of-a-call.md). Units of tools may take their time, and run
    on the writer's thread. So does every commit, because it waits for the disk.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._db = engine.connect()
        self._db.exec_driver_sql("PRAGMA busy_timeout=0")  # the event loop waits for no other process
        self._db.rollback()
        self._waiting: deque[_Job] = deque()
        self._busy: asyncio.AbstractEventLoop | None = None  # where a group is under way
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database-writer")

    @property
    def waiting(self) -> int:
        """How many units are in no group yet."""
        return len(self._waiting)

    async def write(self, unit: Unit[T], *, is_statement: bool = False) -> T:
        """What the unit returns or raises, after the commit. Raises Unavailable."""
        if len(self._waiting) >= _WAITING:
            raise Unavailable("too much is waiting to be written")
        loop = asyncio.get_running_loop()
        job = _Job(unit, is_statement, Pending(loop.create_future()))
        self._waiting.append(job)
        if self._busy is None or self._busy.is_closed():
            self._let_go()
            self._busy = loop
            loop.call_soon(self._next_group, loop)  # what else is written in this turn of the loop joins the group
        written: T = await job.pending.future
        return written

    def close(self) -> None:
        """Finish the group that is being committed."""
        self._thread.shutdown(wait=True)
        self._db.close()

    def _next_group(self, loop: asyncio.AbstractEventLoop) -> None:
        jobs = [self._waiting.popleft() for _ in range(min(_GROUP, len(self._waiting)))]
        begun = self._run_at_once(jobs)
        finish = partial(self._run_patiently, jobs) if begun is None else partial(_commit, begun)
        ending = loop.run_in_executor(self._thread, self._finish, jobs, finish)
        ending.add_done_callback(lambda _: self._ended(jobs, loop))

    def _ended(self, jobs: Sequence[_Job], loop: asyncio.AbstractEventLoop) -> None:
        for job in jobs:
            job.pending.end()
        if self._waiting:
            loop.call_soon(self._next_group, loop)
        else:
            self._busy = None

    def _let_go(self) -> None:
        """A loop that was closed left its group to the thread, which uses the same connection."""
        if self._busy is not None:
            self._thread.submit(int).result()

    def _run_at_once(self, jobs: Sequence[_Job]) -> RootTransaction | None:
        """On the event loop; None when that cannot be: then nothing of them stands."""
        if not all(job.is_statement for job in jobs):
            return None
        begun, error = attempt(partial(self._begun, jobs))
        if error is not None:  # the thread, which has time, meets it again and tells whose error it is
            attempt(self._db.rollback)
        return begun

    def _begun(self, jobs: Sequence[_Job]) -> RootTransaction:
        begun = self._db.begin()
        for job in jobs:
            job.run(self._db)
        return begun

    def _finish(self, jobs: Sequence[_Job], finish: Callable[[], None]) -> None:
        """What stops a commit belongs to every unit of the group, unless one unit's share in it is the reason."""
        _, error = attempt(finish)
        if error is not None and len(jobs) > 1 and is_of_one_unit(error):
            for job in jobs:
                self._finish([job], partial(self._run_patiently, [job]))
            return
        for job in jobs:
            job.pending.error = error or job.pending.error

    def _run_patiently(self, jobs: Sequence[_Job]) -> None:
        with self._engine.begin() as db:
            for job in jobs:
                job.run(db)


def _commit(begun: RootTransaction) -> None:
    with begun:  # what cannot be committed is rolled back
        pass
