"""Taking the database away for a moment, as each kind can go."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import make_url

from tests.databases import end_connections
from tests.faults.carrying import pass_on

_REFUSED_S: Final = 1
_LOCKED_S: Final = 6  # the toolserver waits five seconds for a lock


@dataclass(frozen=True)
class Reach:
    """How replicas reach the database, and how it is taken away."""

    url: str
    outages: int  # in one run
    take_away: Callable[[], Awaitable[None]]


@asynccontextmanager
async def reaching(url: str) -> AsyncIterator[Reach]:
    """PostgreSQL through a relay; SQLite's file as it is."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        yield Reach(url, 1, partial(_lock, str(address.database)))
        return
    relay = Relay(address.host or "127.0.0.1", address.port or 5432)
    port = await relay.listen()

    async def restart() -> None:
        """Seen from a client: connections and transactions end at once, and for a while nobody is let in."""
        relay.hang_up()
        await asyncio.to_thread(end_connections, url)
        await asyncio.sleep(_REFUSED_S)
        await relay.listen(port)

    try:
        relayed = address.set(host="127.0.0.1", port=port)
        yield Reach(relayed.render_as_string(hide_password=False), 4, restart)
    finally:
        relay.hang_up()


class Relay:
    """Carries connections to a server, or refuses them."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._open: set[asyncio.StreamWriter] = set()
        self._listening: asyncio.Server | None = None

    async def listen(self, port: int = 0) -> int:
        """Let connections in; answers on which port."""
        self._listening = await asyncio.start_server(self._pass_on, "127.0.0.1", port)
        listened: int = self._listening.sockets[0].getsockname()[1]
        return listened

    def hang_up(self) -> None:
        """End all connections, and refuse new ones."""
        if self._listening is not None:
            self._listening.close()
        for each in self._open:
            each.transport.abort()

    async def _pass_on(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._open.add(back)
        try:
            await pass_on(near, back, self._host, self._port)
        finally:
            self._open.discard(back)


async def _lock(file: str) -> None:
    """Another process writes, for longer than anyone waits."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=False)) as db:
        await asyncio.to_thread(db.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(_LOCKED_S)
        db.execute("ROLLBACK")
