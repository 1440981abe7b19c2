"""Work that somebody waits for on an event loop while it is done elsewhere."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Pending:
    """Who waits, and what became of the work so far."""

    future: "asyncio.Future[Any]"
    value: Any = None
    error: BaseException | None = None

    def end(self) -> None:
        """Tell whoever waits; after a timeout, or on a loop that was closed, nobody does."""
        if self.future.done() or self.future.get_loop().is_closed():
            return
        if self.error is None:
            self.future.set_result(self.value)
        else:
            self.future.set_exception(self.error)


def attempt(work: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    """What the work returned, or whatever it raised."""
    try:
        return work(), None
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the work, and is raised there
        return None, error
