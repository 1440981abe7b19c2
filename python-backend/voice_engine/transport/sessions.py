"""Every session of the program: how one is made, and how many there may be."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voice_engine.audio.playback import Playback
from voice_engine.errors import ClientEventRefused, InvalidRequest, TooManySessions
from voice_engine.pipeline.parts import Parts
from voice_engine.protocol.session import Opening, Session
from voice_engine.runner import Limits, Runner
from voice_engine.transport.client_secrets import Clock


@dataclass(frozen=True)
class Opener:
    """Who opens a session: an address, perhaps with a client secret."""

    address: str
    secret: str | None = None


@dataclass(frozen=True)
class Shares:
    """How many sessions may live at once: of everybody, of one address, of one client secret."""

    most: int
    of_an_address: int
    of_a_secret: int


@dataclass(frozen=True)
class SessionDefaults:
    """What every session begins with."""

    model: str
    limits: Limits
    shares: Shares


@dataclass(frozen=True)
class _Alive:
    runner: Runner
    opener: Opener


def new_id(prefix: str) -> str:
    """A random id."""
    return f"{prefix}_{secrets.token_hex(10)}"


class Sessions:
    """Makes runners and counts those that are alive."""

    def __init__(self, parts: Parts, defaults: SessionDefaults, clock: Clock) -> None:
        self._parts = parts
        self._defaults = defaults
        self._clock = clock
        self._alive: dict[str, _Alive] = {}

    def __len__(self) -> int:
        return len(self._alive)

    def open(
        self, opener: Opener, configuration: Mapping[str, Any], playback: Playback | None = None
    ) -> tuple[str, Runner]:
        """A session that waits to be run; `close` it whatever happens."""
        self._require_place(opener)
        opening = Opening(
            session_id=new_id("sess"),
            expires_at=int(self._clock() + self._defaults.limits.session_s),
            configuration=configuration,
            streams_audio=playback is None,
            model=self._defaults.model,
            limits=self._defaults.limits.content,
        )
        try:
            session = Session(opening, new_id)
        except ClientEventRefused as refusal:
            raise InvalidRequest(refusal.message, refusal.code, refusal.param) from refusal
        runner = Runner(session, self._parts, self._defaults.limits, playback)
        self._alive[opening.session_id] = _Alive(runner, opener)
        return opening.session_id, runner

    def close(self, session_id: str) -> None:
        """The session is over."""
        alive = self._alive.pop(session_id, None)
        if alive:
            alive.runner.stop()

    def close_all(self) -> None:
        """The program ends."""
        for session_id in list(self._alive):
            self.close(session_id)

    def _require_place(self, opener: Opener) -> None:
        shares, openers = self._defaults.shares, [alive.opener for alive in self._alive.values()]
        if len(openers) >= shares.most:
            raise TooManySessions(f"This engine runs at most {shares.most} sessions.")
        if sum(other.address == opener.address for other in openers) >= shares.of_an_address:
            raise TooManySessions(f"One address has at most {shares.of_an_address} sessions at once.")
        if opener.secret and sum(other.secret == opener.secret for other in openers) >= shares.of_a_secret:
            raise TooManySessions(f"One client secret opens at most {shares.of_a_secret} sessions at once.")
