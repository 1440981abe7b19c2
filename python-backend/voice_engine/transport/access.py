"""Who may open a session, and who may hand out client secrets."""

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request, WebSocket

from voice_engine.errors import ForbiddenOrigin, InvalidCredential
from voice_engine.transport.client_secrets import ClientSecrets
from voice_engine.transport.origins import Origins
from voice_engine.transport.sessions import Opener


@dataclass(frozen=True)
class Admission:
    """A connection that may open a session, and the configuration that its credential brings along."""

    opener: Opener
    configuration: Mapping[str, Any]


_KEY_PROTOCOL: Final = "openai-insecure-api-key."


class Access:
    """A service shows the service key, or comes from this machine when there is none; others show a client secret."""

    def __init__(self, service_key: str | None, origins: Origins, client_secrets: ClientSecrets) -> None:
        self._service_key = service_key
        self._origins = origins
        self._client_secrets = client_secrets

    def require_service(self, request: Request) -> None:
        """Only services get further; a web page is never a service."""
        if "origin" in request.headers:
            raise ForbiddenOrigin("Client secrets are made by servers, not by web pages.")
        if not self._is_service(bearer(request), request):
            raise InvalidCredential("Incorrect API key provided.")

    def admit(self, credential: str | None, connection: Request | WebSocket) -> Admission:
        """Who may open a session with that credential."""
        self._require_known_origin(connection)
        if credential and credential.startswith("ek_"):
            secret = self._client_secrets.find(credential)
            if secret is None:
                raise InvalidCredential("The client secret is unknown or has expired.")
            return Admission(Opener(_network(connection), secret.value), secret.configuration)
        if not credential or not self._is_service(credential, connection):
            raise InvalidCredential("Incorrect API key provided.")
        return Admission(Opener(_network(connection)), {})

    def _is_service(self, credential: str | None, connection: Request | WebSocket) -> bool:
        if self._service_key is None:
            return _is_loopback(connection)
        return hmac.compare_digest((credential or "").encode(), self._service_key.encode())

    def _require_known_origin(self, connection: Request | WebSocket) -> None:
        if not self._origins.admit(connection):
            origin = connection.headers.get("origin")
            raise ForbiddenOrigin(f"The origin {origin!r} is not allowed; PUBLIC_ORIGIN names the one that is.")


def bearer(connection: Request | WebSocket) -> str | None:
    """The credential of the Authorization header."""
    scheme, _, credential = connection.headers.get("authorization", "").partition(" ")
    return credential.strip() or None if scheme.lower() == "bearer" else None


def subprotocol_key(websocket: WebSocket) -> str | None:
    """The credential that browsers, which cannot set headers on a WebSocket, send among the subprotocols."""
    for protocol in websocket.scope.get("subprotocols", []):
        if protocol.startswith(_KEY_PROTOCOL):
            return str(protocol.removeprefix(_KEY_PROTOCOL))
    return None


def _is_loopback(connection: Request | WebSocket) -> bool:
    address = _address(connection)
    return address is not None and address.is_loopback


def _network(connection: Request | WebSocket) -> str:
    """The address; of IPv6 the /64, which one customer of a provider has to himself."""
    address = _address(connection)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _address(connection: Request | WebSocket) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(connection.client.host if connection.client else "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address  # a socket for both kinds shows IPv4 as mapped
