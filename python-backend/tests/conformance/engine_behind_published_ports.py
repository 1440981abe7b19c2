"""A program for a fresh network namespace: an engine in another one, reached only as a container would be.

The engine's namespace stands for a container, this one for its host. The client is told an address that the engine
does not have; a relay hands each datagram on from there, as a container runtime does with a published port.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import httpx

from tests.conformance.rtc_client import RtcClient

HOST, CONTAINER = "10.91.0.1", "10.91.0.2"
PORTS = range(40_000, 40_004)
ENGINE = f"http://{CONTAINER}:8100"
HEADERS = {"Authorization": "Bearer key-of-this-test", "Content-Type": "application/sdp"}
SETTINGS = {
    "VOICE_ENGINE_HOST": CONTAINER,
    "VOICE_ENGINE_PORT": "8100",
    "VOICE_ENGINE_API_KEY": "key-of-this-test",
    "VOICE_ENGINE_ICE_HOST": HOST,
    "VOICE_ENGINE_UDP_PORTS": f"{PORTS[0]}-{PORTS[-1]}",
    "VOICE_ENGINE_MODELS": "/nonexistent",
}


class _BackFromContainer(asyncio.DatagramProtocol):
    """One client's socket towards the container."""

    def __init__(self, published: asyncio.DatagramTransport, client: tuple[str, int]) -> None:
        self._published = published
        self._client = client

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._published.sendto(data, self._client)


class PublishedPort(asyncio.DatagramProtocol):
    """Hands datagrams on to the same port of the container, and the answers back."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._onward: dict[tuple[str, int], asyncio.Future[asyncio.DatagramTransport]] = {}
        self.relayed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._published = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.relayed += 1
        if addr not in self._onward:
            self._onward[addr] = asyncio.ensure_future(self._open(addr))
        self._onward[addr].add_done_callback(lambda onward: onward.result().sendto(data))

    async def _open(self, client: tuple[str, int]) -> asyncio.DatagramTransport:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _BackFromContainer(self._published, client), remote_addr=(CONTAINER, self._port)
        )
        return transport


def namespaces_can_be_made() -> bool:
    """Whether this machine lets this user; Linux only."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run(["unshare", "-rn", "ip", "link"], capture_output=True).returncode == 0


def ip(command: str) -> None:
    """Run `ip` with these words."""
    subprocess.run(["ip", *command.split()], check=True)


@contextmanager
def container() -> Iterator[list[str]]:
    """A network namespace with one cable to this one, and the words that run a command in it."""
    sleeper = subprocess.Popen(["unshare", "-n", "sh", "-c", "echo && exec sleep 60"], stdout=subprocess.PIPE)
    try:
        if sleeper.stdout is not None:
            sleeper.stdout.readline()  # from here on the namespace exists
        inside = ["nsenter", "-t", str(sleeper.pid), "-n"]
        ip(f"link add host type veth peer name inside netns {sleeper.pid}")
        ip(f"addr add {HOST}/24 dev host")
        ip("link set host up")
        ip("link set lo up")
        subprocess.run([*inside, "ip", "addr", "add", f"{CONTAINER}/24", "dev", "inside"], check=True)
        subprocess.run([*inside, "ip", "link", "set", "inside", "up"], check=True)
        yield inside
    finally:
        sleeper.kill()
        sleeper.wait()


@contextmanager
def engine(inside: list[str]) -> Iterator[None]:
    """The real program in the container."""
    program = subprocess.Popen([*inside, sys.executable, "-m", "voice_engine"], env={**os.environ, **SETTINGS})
    try:
        yield
    finally:
        program.terminate()
        program.wait(10)


async def publish(port: int) -> PublishedPort:
    """From now on that port of this host leads into the container."""
    relay = PublishedPort(port)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: relay, local_addr=(HOST, port))
    return relay


async def call() -> None:
    """Connect through the published ports and have one typed turn."""
    relays = [await publish(port) for port in PORTS]
    client = RtcClient()
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=8), headers=HEADERS) as http:
        answer = await http.post(f"{ENGINE}/v1/realtime/calls", content=await client.offer())
    answer.raise_for_status()
    await client.accept(answer.text)
    await client.until("session.created")
    client.say("hello")
    await client.until("response.done")
    await client.close()
    sys.stdout.write(f"turn done, {sum(relay.relayed for relay in relays)} datagrams relayed\n")


if __name__ == "__main__":
    with container() as inside, engine(inside):
        asyncio.run(call())
