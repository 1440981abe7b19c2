"""At most so many at once: further ones wait in their order, a bounded number for a bounded time."""

import asyncio
from collections import OrderedDict

from toolserver.errors import Unavailable


class Slots:
    """Entered with `async with` or `enter` and `leave`; used on one event loop only, so that it needs no lock."""

    def __init__(self, name: str, most: int, most_waiting: int, patience_s: float) -> None:
        self._name, self._most, self._most_waiting, self._patience_s = name, most, most_waiting, patience_s
        self._taken = 0
        self._queue: OrderedDict[asyncio.Future[None], None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait for a slot."""
        return len(self._queue)

    async def enter(self) -> None:
        """Take a slot. Raises Unavailable when too many wait already, or nothing came free in time."""
        if self._taken < self._most:  # nobody waits then: who leaves passes the slot on
            self._taken += 1
            return
        if len(self._queue) >= self._most_waiting:
            raise Unavailable(f"all {self._most} {self._name} are taken, and {len(self._queue)} calls wait")
        try:
            async with asyncio.timeout(self._patience_s):
                await self._wait()
        except TimeoutError as error:
            raise Unavailable(f"none of {self._most} {self._name} came free in {self._patience_s:g} s") from error

    def leave(self) -> None:
        """Pass the slot to whoever has waited longest, or give it back."""
        while self._queue:
            turn, _ = self._queue.popitem(last=False)
            if not turn.done():
                turn.set_result(None)
                return
        self._taken -= 1

    async def __aenter__(self) -> None:
        await self.enter()

    async def __aexit__(self, *_: object) -> None:
        self.leave()

    async def _wait(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._queue[turn] = None
        try:
            await turn
        except asyncio.CancelledError:
            self._queue.pop(turn, None)
            if not turn.cancelled():  # the slot was passed on in the very moment its caller went away
                self.leave()
            raise
