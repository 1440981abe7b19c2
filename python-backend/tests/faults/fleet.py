"""Toolserver processes on one database behind a round-robin; one that dies is started again."""

import asyncio
import itertools
import multiprocessing
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from tests.faults.carrying import pass_on
from tests.faults.deaths import FOLDER_VARIABLE
from tests.faults.ledger import make_table
from tests.faults.replica import serve
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare

_START_S: Final = 30
_LOOK_S: Final = 0.02
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["pytest", "tests.faults.replica"])  # each replica is forked from a loaded program


@dataclass
class Fleet:
    """The replicas, and what happened to them."""

    database_url: str
    folder: Path
    ports: list[int]
    port: int = 0  # of the round-robin

    async def keep_alive(self, port: int) -> None:
        """Run one replica until cancelled, and another one whenever it dies."""
        while True:
            process = self._start(port)
            try:
                await asyncio.to_thread(process.join)
            finally:
                process.kill()

    async def until_ready(self) -> None:
        """Every replica answers."""
        async with asyncio.timeout(_START_S):
            for port in self.ports:
                await _answering(port)

    def _start(self, port: int) -> ForkServerProcess:
        environment = {
            "DATABASE_URL": self.database_url,
            "TOOLSERVER_TOOLS": "tests.faults.ledger",
            "DEMO_DATA": "off",
            FOLDER_VARIABLE: str(self.folder),
        }
        process = _processes.Process(target=serve, args=(port, environment), daemon=True)
        process.start()
        return process


@asynccontextmanager
async def running_fleet(database_url: str, folder: Path, size: int) -> AsyncIterator[Fleet]:
    """Start the replicas on a prepared database; end them all."""
    await asyncio.to_thread(_prepare, database_url)
    fleet = Fleet(database_url, folder, [_free_port() for _ in range(size)])
    turns = itertools.cycle(fleet.ports)
    front = await asyncio.start_server(lambda near, back: pass_on(near, back, "127.0.0.1", next(turns)), "127.0.0.1", 0)
    fleet.port = front.sockets[0].getsockname()[1]
    async with front, asyncio.TaskGroup() as owned:
        keepers = [owned.create_task(fleet.keep_alive(port)) for port in fleet.ports]
        try:
            await fleet.until_ready()
            yield fleet
        finally:
            for keeper in keepers:
                keeper.cancel()


def _prepare(database_url: str) -> None:
    database = Database(database_url)
    prepare(database)
    with database.engine.begin() as db:
        make_table(db)
    database.close()


async def _answering(port: int) -> None:
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(_LOOK_S)


def _free_port() -> int:
    while True:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = int(listener.getsockname()[1])
        if port > 20_000:
            return port
