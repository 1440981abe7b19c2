"""Hands an ICE connection only those datagrams that its libraries can take.

aioice 0.13 hands every datagram that is no STUN message to DTLS, from whatever address, and aiortc 1.16 reads its first
byte: an empty one ends the call. aioice's STUN parser raises `struct.error` beside the ValueError that it catches.
An ICE connection has learnt its peer's addresses from signalling or from checks that knew the password (RFC 8445), so
everything but STUN from elsewhere is nobody's.
"""

import struct
from typing import Any, Final

from aioice import Connection
from aioice.ice import StunProtocol
from aioice.stun import parse_message

_STUN: Final = range(4)
"""The first byte of a STUN message (RFC 7983)."""


class PeerConnection(Connection):
    """An ICE connection that can be asked whom it has paired with."""

    def knows(self, address: tuple[str, int]) -> bool:
        """Whether that address is the peer's."""
        return any(pair.remote_addr == address for pair in [*self._nominated.values(), *self._check_list])


class GuardedProtocol(StunProtocol):
    """A UDP socket that drops what is empty, malformed or a stranger's."""

    def __init__(self, connection: PeerConnection) -> None:
        super().__init__(connection)
        self._connection = connection

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        """Called for each datagram, whoever sent it."""
        datagram = data.encode() if isinstance(data, str) else data
        if datagram and self._may_pass(datagram, (addr[0], addr[1])):
            super().datagram_received(datagram, addr)

    def _may_pass(self, datagram: bytes, sender: tuple[str, int]) -> bool:
        return _is_stun(datagram) if datagram[0] in _STUN else self._connection.knows(sender)


def _is_stun(datagram: bytes) -> bool:
    try:
        parse_message(datagram)
    except (ValueError, struct.error):
        return False
    return True
