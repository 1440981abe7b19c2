"""Makes aioice bind a configured address and port range, and advertise a configured host.

aioice binds every interface but loopback on any port and advertises what it bound. A local engine wants loopback only,
one in a container a published range and an address its clients know. aiortc builds the connection itself, so the class
it builds is replaced.
"""

import asyncio
import random
from dataclasses import dataclass
from socket import SO_RCVBUF, SOL_SOCKET

import aiortc.rtcicetransport
from aioice import Candidate
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.turn import UDP_SOCKET_BUFFER_SIZE

from voice_engine.errors import NoFreePort
from voice_engine.transport.datagrams import GuardedProtocol, PeerConnection


@dataclass(frozen=True)
class IcePlace:
    """Where UDP sockets are, and what clients are told."""

    bind_host: str
    advertised_host: str
    ports: range | None


def use_ice_place(place: IcePlace) -> None:
    """From now on every peer connection of this process uses that place."""

    class PlacedConnection(PeerConnection):
        """An ICE connection with one host candidate."""

        async def get_component_candidates(
            self,
            component: int,
            addresses: list[str],
            timeout: int = 5,  # noqa: ASYNC109 - the signature is aioice's
        ) -> list[Candidate]:
            """Bind one socket, whatever addresses the machine has."""
            protocol = await _bind(self, place)
            port = protocol.transport.get_extra_info("sockname")[1]
            protocol.local_candidate = _candidate(component, place.advertised_host, port)
            self._protocols.append(protocol)
            return [protocol.local_candidate]

    aiortc.rtcicetransport.Connection = PlacedConnection  # type: ignore[attr-defined]  # the only way in, see above


async def _bind(connection: PeerConnection, place: IcePlace) -> GuardedProtocol:
    loop = asyncio.get_running_loop()
    ports = random.sample(place.ports, len(place.ports)) if place.ports else [0]
    for port in ports:
        try:
            transport, protocol = await loop.create_datagram_endpoint(
                lambda: GuardedProtocol(connection), local_addr=(place.bind_host, port)
            )
        except OSError:
            continue
        transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, UDP_SOCKET_BUFFER_SIZE)  # as aioice does
        return protocol
    raise NoFreePort("Every UDP port for audio is taken.")


def _candidate(component: int, host: str, port: int) -> Candidate:
    return Candidate(
        foundation=candidate_foundation("host", "udp", host),
        component=component,
        transport="udp",
        priority=candidate_priority(component, "host"),
        host=host,
        port=port,
        type="host",
    )
