"""Session tokens: signed by the current key, good while the key that signed them is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import jwt
from jwt.types import Options

from toolserver.errors import SessionExpired, Unauthenticated
from toolserver.storage.database import Database
from toolserver.storage.signing_keys import SigningKey, load_keys
from toolserver.toolkit.context import Clock, Stopwatch

_ALGORITHM: Final = "HS256"
_AUDIENCE: Final = "frontdesk-tools"
_READ_EVERY_S: Final = 30  # half of KNOWN_BEFORE: a token's key is always known, or never


class KeyRing:
    """The keys as they were read lately. An unknown one is no reason to read again: forged tokens cost no query."""

    def __init__(self, database: Database, clock: Clock, elapsed: Stopwatch, keys: tuple[SigningKey, ...]) -> None:
        self._database, self._clock, self._elapsed = database, clock, elapsed
        self._keys, self._read_at = keys, elapsed()

    async def signing(self) -> SigningKey:
        """The newest key that every replica knows by now."""
        keys, now = await self._read(), self._clock()
        return next((key for key in keys if key.signs_from <= now), keys[-1])

    async def verifying(self, kid: object) -> SigningKey | None:
        """The key of that name, unless its time is over."""
        keys, now = await self._read(), self._clock()
        known = (key for key in keys if key.verifies_until is None or now < key.verifies_until)
        return next((key for key in known if str(key.number) == kid), None)

    async def _read(self) -> tuple[SigningKey, ...]:
        now = self._elapsed()  # a clock that is set back hides no new key
        if now >= self._read_at + _READ_EVERY_S:
            self._read_at = now  # before the wait: whoever comes meanwhile takes the keys there are
            self._keys = await self._database.read(load_keys)
        return self._keys


class SessionTokens:
    """Signs and reads the tokens of sessions."""

    def __init__(self, keys: KeyRing, clock: Clock) -> None:
        self._keys, self._clock = keys, clock

    async def sign(self, session_id: str, expires_at: datetime) -> str:
        """The token of a session."""
        key = await self._keys.signing()
        claims = {"sub": session_id, "aud": _AUDIENCE, "exp": int(expires_at.timestamp())}
        return jwt.encode(claims, key.secret, algorithm=_ALGORITHM, headers={"kid": str(key.number)})

    async def session_of(self, token: str) -> str:
        """The id of the session whose token it is. Raises Unauthenticated and SessionExpired."""
        try:
            key = await self._keys.verifying(jwt.get_unverified_header(token).get("kid"))
            claims = _claims(token, key) if key is not None else {}
        except jwt.InvalidTokenError as error:
            raise Unauthenticated("the credentials are not valid") from error
        expires_at = claims.get("exp")
        if not isinstance(expires_at, int):
            raise Unauthenticated("the credentials are not valid, or have expired")
        if expires_at <= self._clock().timestamp():
            raise SessionExpired("the credentials are not valid, or have expired")
        return str(claims["sub"])


def _claims(token: str, key: SigningKey) -> Mapping[str, Any]:
    options: Options = {"require": ["exp", "sub", "aud"], "verify_exp": False}  # that is checked by the injected clock
    claims: Mapping[str, Any] = jwt.decode(
        token, key.secret, algorithms=[_ALGORITHM], audience=_AUDIENCE, options=options
    )
    return claims
