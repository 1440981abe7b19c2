"""A client that takes as little of the machine as it can: so many connections, each sending its next call at once."""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import httptools
import uvloop


@dataclass
class Load:
    """What one run is to send, and what it saw."""

    url: str
    body: str  # "{n}" in it becomes the number of the call
    calls: int
    took_s: list[float] = field(default_factory=list)

    def requests(self) -> Iterator[bytes]:
        """Every request of the run, as bytes."""
        address = urlsplit(self.url)
        head = f"POST {address.path} HTTP/1.1\r\nhost: {address.netloc}\r\ncontent-type: application/json\r\n"
        for number in range(self.calls):
            body = self.body.replace("{n}", str(number)).encode()
            yield f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


class Connection(asyncio.Protocol):
    """Sends a request, waits for its answer, sends the next one; an answer that is not 200 ends the run."""

    def __init__(self, load: Load, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._load, self._requests, self._done = load, requests, done
        self._parser = httptools.HttpResponseParser(self)
        self._sent_at = 0.0
        self._is_accepted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's TCP transport, which registers as none
        self._send()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls `on_message_complete`."""
        self._parser.feed_data(data)

    def connection_lost(self, error: Exception | None) -> None:
        """A server that hangs up has failed the run."""
        if not self._done.done():
            self._done.set_exception(error or ConnectionError("the server closed the connection"))

    def on_message_complete(self) -> None:
        """Note how long it took, and go on; the first call of a connection also waits for being accepted."""
        if self._is_accepted:
            self._load.took_s.append(time.perf_counter() - self._sent_at)
        self._is_accepted = True
        status = self._parser.get_status_code()
        if status != 200:
            self._done.set_exception(RuntimeError(f"status {status}"))
            return
        self._parser = httptools.HttpResponseParser(self)
        self._send()

    def _send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._done.set_result(None)
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)


async def run(load: Load, connections: int) -> dict[str, float]:
    """Send everything; answers calls a second, and latencies in milliseconds."""
    loop = asyncio.get_running_loop()
    address, requests = urlsplit(load.url), load.requests()
    ends = [loop.create_future() for _ in range(connections)]
    started = time.perf_counter()
    for end in ends:
        await loop.create_connection(
            partial(Connection, load, requests, end), str(address.hostname), address.port or 80
        )
    await asyncio.gather(*ends)
    elapsed = time.perf_counter() - started
    cuts = statistics.quantiles(load.took_s, n=100)
    return {"rate": load.calls / elapsed, "p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("body")
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=8)
    given = parser.parse_args()
    seen = uvloop.run(run(Load(given.url, given.body, given.calls), given.connections))
    sys.stdout.write(json.dumps(seen) + "\n")
