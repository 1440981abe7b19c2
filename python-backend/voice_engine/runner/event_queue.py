"""The texts of events that wait in one direction, bounded in number and size."""

import asyncio
from collections import deque


class EventQueue:
    """Writers who can wait ask for room first; what exceeds the bounds all the same is not taken."""

    def __init__(self, most: int, most_characters: int) -> None:
        self._most = most
        self._most_characters = most_characters
        self._waiting: deque[str] = deque()
        self._characters = 0
        self._finished = False
        self._filled = asyncio.Event()
        self._roomy = asyncio.Event()
        self._roomy.set()

    def put(self, text: str) -> bool:
        """Add an event; False when there is no place for it."""
        if self._finished or len(self._waiting) >= self._most or self._characters >= self._most_characters:
            return False
        self._waiting.append(text)
        self._characters += len(text)
        self._tell()
        return True

    def finish(self, last: str | None = None) -> None:
        """Drop what waits, hand over `last`, and end."""
        self._waiting = deque([last] if last is not None else [])
        self._characters = len(last or "")
        self._finished = True
        self._tell()

    async def get(self) -> str | None:
        """The oldest event, when there is one; None at the end."""
        await self._filled.wait()
        if not self._waiting:
            return None
        text = self._waiting.popleft()
        self._characters -= len(text)
        self._tell()
        return text

    async def room(self) -> None:
        """Wait until less than half of what may wait does."""
        await self._roomy.wait()

    def _tell(self) -> None:
        half_full = 2 * len(self._waiting) >= self._most or 2 * self._characters >= self._most_characters
        _set(self._filled, to=self._finished or bool(self._waiting))
        _set(self._roomy, to=self._finished or not half_full)


def _set(event: asyncio.Event, *, to: bool) -> None:
    if to:
        event.set()
    else:
        event.clear()
