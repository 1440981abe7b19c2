"""A relay before PostgreSQL that can hang as a stopped server does: connections stay open, and nothing comes."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import make_url


class Freezing:
    """Carries connections while it flows; runs in a thread of its own, so that no test's loop carries it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._flows.set()
        self._server: asyncio.Server | None = None
        self.port = 0

    def freeze(self) -> None:
        """From now on nothing is carried."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def thaw(self) -> None:
        """Carry again, also what came meanwhile."""
        self._loop.call_soon_threadsafe(self._flows.set)

    @contextmanager
    def running(self) -> Iterator["Freezing"]:
        """Listen on a free port."""
        self._server = self._loop.run_until_complete(asyncio.start_server(self._pass_on, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()

    async def _pass_on(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        await self._flows.wait()
        far, forth = await asyncio.open_connection(self._host, self._port)
        with suppress(ConnectionError):
            await asyncio.gather(self._carry(near, forth), self._carry(far, back))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await source.read(65_536):
            await self._flows.wait()
            target.write(piece)
            await target.drain()
        target.close()


@contextmanager
def freezable(url: str) -> Iterator[tuple[str, Freezing]]:
    """The same database behind such a relay."""
    address = make_url(url)
    with Freezing(address.host or "127.0.0.1", address.port or 5432).running() as relay:
        relayed = address.set(host="127.0.0.1", port=relay.port)
        yield relayed.render_as_string(hide_password=False), relay
