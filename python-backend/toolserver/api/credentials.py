"""Who is calling: a service by its key, a session by its signed token, a developer on loopback."""

import hmac
from dataclasses import dataclass
from functools import partial

from fastapi import Request
from pydantic import SecretStr

from toolserver.api.service_keys import ServiceKeys
from toolserver.api.tokens import SessionTokens
from toolserver.calls.call import Sender
from toolserver.config import LOOPBACK_NAMES
from toolserver.errors import NotPermitted, SessionExpired, Unauthenticated, UnknownSession
from toolserver.storage import sessions
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock


@dataclass(frozen=True)
class Gatekeeper:
    """Turns credentials into callers; while a service's key is rotated, the former one is good too."""

    database: Database
    clock: Clock
    tokens: SessionTokens
    api_keys: tuple[SecretStr, ...]
    service_keys: ServiceKeys

    async def sender(self, request: Request, session_id: str | None = None) -> Sender:
        """Who sent this request; a service may name a session. Raises Unauthenticated and UnknownSession."""
        bearer = _bearer(request)
        if bearer is None:
            self._require_loopback(request)
            return await self._service(session_id)
        if self._is_api_key(bearer):
            return await self._service(session_id)
        return await self._session(bearer, session_id)

    async def require_service(self, request: Request) -> None:
        """Only services pass. Raises Unauthenticated and NotPermitted."""
        if not (await self.sender(request)).is_service:
            raise NotPermitted("only services may do this")

    def is_service(self, request: Request) -> bool:
        """Whether a service sent it, without a question to the database: it may be the one that is away."""
        try:
            bearer = _bearer(request)
            if bearer is None:
                self._require_loopback(request)
        except Unauthenticated:
            return False
        return bearer is None or self._is_api_key(bearer)

    def require_key(self, given: str) -> None:
        """Only a service's key passes, however it was sent. Raises Unauthenticated."""
        if not self._is_api_key(given):
            raise Unauthenticated("this is not the key of a service")

    async def _service(self, session_id: str | None) -> Sender:
        if session_id is None:
            return Sender(is_service=True, keys=await self.service_keys.read())
        sender = await self._find(session_id, is_service=True)
        if sender is None:
            raise UnknownSession(f"there is no open session {session_id!r}")
        return sender

    async def _session(self, token: str, session_id: str | None) -> Sender:
        named = await self.tokens.session_of(token)
        if session_id not in (None, named):
            raise NotPermitted("the token belongs to another session")
        sender = await self._find(named, is_service=False)
        if sender is None:
            raise SessionExpired("the session has expired or was ended")
        return sender

    async def _find(self, session_id: str, *, is_service: bool) -> Sender | None:
        find = partial(sessions.find_sender, session_id=session_id, now=self.clock(), is_service=is_service)
        return await self.database.look_up(find)

    def _is_api_key(self, bearer: str) -> bool:
        given = bearer.encode()
        matches = [hmac.compare_digest(given, key.get_secret_value().encode()) for key in self.api_keys]
        return any(matches)  # after all were compared: the time tells nothing about which

    def _require_loopback(self, request: Request) -> None:
        """Without a key only programs on this machine are served: no web page gets past Host and Origin."""
        if self.api_keys:
            raise Unauthenticated("credentials are missing: send Authorization: Bearer")
        if request.headers.get("origin") is not None:
            raise Unauthenticated("web pages may not call this directly")
        if _host(request) not in LOOPBACK_NAMES:
            raise Unauthenticated("without TOOLSERVER_API_KEY only a loopback Host is served")


def _bearer(request: Request) -> str | None:
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise Unauthenticated("send Authorization: Bearer")
    return value.strip()


def _host(request: Request) -> str:
    host = request.headers.get("host", "").lower()
    return host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.rsplit(":", 1)[0]
