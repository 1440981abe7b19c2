"""Short-lived credentials, each with the session configuration it was made for."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from voice_engine.errors import TooManySessions

Clock = Callable[[], float]
"""Seconds since the epoch."""

_MOST: Final = 10_000


@dataclass(frozen=True)
class ClientSecret:
    """A secret and what it allows."""

    value: str
    expires_at: int
    configuration: Mapping[str, Any]


class ClientSecrets:
    """The secrets that have not expired."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, ClientSecret] = {}

    def issue(self, configuration: Mapping[str, Any], lifetime_s: int) -> ClientSecret:
        """A new secret."""
        self._forget_expired()
        if len(self._known) >= _MOST:
            raise TooManySessions("Too many client secrets are waiting to be used.")
        value = f"ek_{secrets.token_urlsafe(24)}"
        secret = ClientSecret(value, int(self._clock()) + lifetime_s, configuration)
        self._known[value] = secret
        return secret

    def find(self, value: str) -> ClientSecret | None:
        """The secret with that value, unless it has expired; one may open several sessions."""
        self._forget_expired()
        return self._known.get(value)

    def _forget_expired(self) -> None:
        now = self._clock()
        for value in [value for value, secret in self._known.items() if secret.expires_at <= now]:
            del self._known[value]
