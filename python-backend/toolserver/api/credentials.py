"""Who is calling: a service by its key, a session by its signed token, a developer on loopback."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import jwt
from fastapi import Request
from jwt.types import Options
from pydantic import SecretStr

from toolserver.calls.call import Caller
from toolserver.config import LOOPBACK_NAMES
from toolserver.errors import InvalidArguments, NotPermitted, Unauthenticated
from toolserver.storage import sessions
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

_ALGORITHM: Final = "HS256"
_AUDIENCE: Final = "frontdesk-tools"


@dataclass(frozen=True)
class Gatekeeper:
    """Turns credentials into callers. `secret` signs the session tokens."""

    database: Database
    clock: Clock
    secret: str
    api_key: SecretStr | None

    def token(self, session_id: str, expires_at: datetime) -> str:
        """The signed token of a session."""
        claims = {"sub": session_id, "aud": _AUDIENCE, "exp": int(expires_at.timestamp())}
        return jwt.encode(claims, self.secret, algorithm=_ALGORITHM)

    async def caller(self, request: Request, session_id: str | None = None) -> Caller:
        """Who sent this request; a service may name a session. Raises Unauthenticated."""
        bearer = _bearer(request)
        if bearer is None:
            self._require_loopback(request)
            return await self._service(session_id)
        if self._is_api_key(bearer):
            return await self._service(session_id)
        return await self._session(bearer, session_id)

    async def require_service(self, request: Request) -> None:
        """Only services pass. Raises Unauthenticated and NotPermitted."""
        if not (await self.caller(request)).is_service:
            raise NotPermitted("only services may do this")

    async def _service(self, session_id: str | None) -> Caller:
        if session_id is None:
            return Caller(is_service=True)
        caller = await self._find(session_id, is_service=True)
        if caller is None:
            raise InvalidArguments("there is no such session", fields={"session_id": "unknown, expired or ended"})
        return caller

    async def _session(self, token: str, session_id: str | None) -> Caller:
        named = self._session_of(token)
        if session_id not in (None, named):
            raise NotPermitted("the token belongs to another session")
        caller = await self._find(named, is_service=False)
        if caller is None:
            raise Unauthenticated("the session has expired or was ended")
        return caller

    async def _find(self, session_id: str, *, is_service: bool) -> Caller | None:
        find = partial(sessions.find_caller, session_id=session_id, now=self.clock(), is_service=is_service)
        return await self.database.read(find)

    def _session_of(self, token: str) -> str:
        options: Options = {"verify_exp": False}  # the session's row says when it ends, by the injected clock
        try:
            claims = jwt.decode(token, self.secret, algorithms=[_ALGORITHM], audience=_AUDIENCE, options=options)
        except jwt.InvalidTokenError as error:
            raise Unauthenticated("the credentials are not valid") from error
        return str(claims.get("sub", ""))

    def _is_api_key(self, bearer: str) -> bool:
        key = self.api_key.get_secret_value() if self.api_key else None
        return key is not None and hmac.compare_digest(bearer.encode(), key.encode())

    def _require_loopback(self, request: Request) -> None:
        """Without a key only programs on this machine are served: no web page gets past Host and Origin."""
        if self.api_key is not None:
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
