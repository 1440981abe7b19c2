"""The addresses of a host, taken before anything else is touched."""

import errno
import os
import socket
from typing import Final

from voice_engine.errors import SettingsInvalid

_BACKLOG: Final = 2048
_NOT_OF_THIS_MACHINE: Final = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # IPv6 may be off


class CannotListen(SettingsInvalid):
    """An address is taken, or none of ours; the text says why."""


def listeners_on(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of the host (`localhost` may have two). Raises CannotListen."""
    listeners, missing = list[socket.socket](), list[OSError]()
    try:
        for family, *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE):
            try:
                listeners.append(socket.create_server(address[:2], family=family, backlog=_BACKLOG))
            except OSError as error:
                if error.errno not in _NOT_OF_THIS_MACHINE:
                    raise
                missing.append(error)
    except OSError as error:
        raise _cannot(host, port, error) from error
    if not listeners:
        raise _cannot(host, port, missing[0])
    return listeners


def _cannot(host: str, port: int, error: OSError) -> CannotListen:
    """Its own text repeats the address; a name that cannot be resolved has one of its own."""
    reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
    return CannotListen(f"VOICE_ENGINE_PORT: cannot listen on {host}:{port}: {reason}")
