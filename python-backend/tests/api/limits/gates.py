"""Tools (TOOLSERVER_TOOLS) that say over a socket that they run, and then wait there until they are let go."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.programs import PATIENCE_S


def block_at_gate(port: int) -> str:
    """Hold a thread until the gate opens."""
    with socket.create_connection(("127.0.0.1", port)) as gate:
        gate.recv(1)
    return "Through."


async def wait_at_gate(port: int) -> str:
    """Wait on the event loop until the gate opens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.read(1)
    writer.close()
    return "Through."


def all_tools() -> list[Callable[..., object]]:
    """Both."""
    return [block_at_gate, wait_at_gate]


@dataclass
class Gate:
    """The test's side."""

    listener: socket.socket
    _held: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        """What the tools are told."""
        return int(self.listener.getsockname()[1])

    def await_arrivals(self, number: int = 1) -> None:
        """So many more calls are running now."""
        self._held += [self.listener.accept()[0] for _ in range(number)]

    def open(self) -> None:
        """Let those go who have arrived."""
        while self._held:
            self._held.pop().close()


@contextmanager
def closed_gate() -> Iterator[Gate]:
    """One that opens at the end in any case."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE_S)
        gate = Gate(listener)
        try:
            yield gate
        finally:
            gate.open()
