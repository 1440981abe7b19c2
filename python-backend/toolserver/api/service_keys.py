"""The keys of what services ask, as they were read lately."""

from typing import Final

from toolserver.calls.call import CallKeys
from toolserver.storage.call_keys import load_service_keys
from toolserver.storage.database import Database
from toolserver.toolkit.context import Stopwatch

_READ_EVERY_S: Final = 30


class ServiceKeys:
    """Read again after half a minute: until then what is asked is hashed with a key that an erasure has dropped.

    That tells nobody anything. A call that is repeated across that moment is refused as reused, and not run twice.
    """

    def __init__(self, database: Database, elapsed: Stopwatch, keys: CallKeys) -> None:
        self._database, self._elapsed = database, elapsed
        self._keys, self._read_at = keys, elapsed()

    async def read(self) -> CallKeys:
        """The keys, from memory most of the time."""
        now = self._elapsed()
        if now >= self._read_at + _READ_EVERY_S:
            self._read_at = now  # before the wait: those who come meanwhile take the keys there are
            self._keys = await self._database.read(load_service_keys)
        return self._keys
