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
class SessionDefaults:
    """What every session begins with."""

    model: str
    limits: Limits
    most: int


def new_id(prefix: str) -> str:
    """A random id."""
    return f"{prefix}_{secrets.token_hex(10)}"


class Sessions:
    """Makes runners and counts those that are alive."""

    def __init__(self, parts: Parts, defaults: SessionDefaults, clock: Clock) -> None:
        self._parts = parts
        self._defaults = defaults
        self._clock = clock
        self._alive: dict[str, Runner] = {}

    def __len__(self) -> int:
        return len(self._alive)

    def open(self, configuration: Mapping[str, Any], playback: Playback | None = None) -> tuple[str, Runner]:
        """A session that waits to be run; `close` it whatever happens."""
        if len(self._alive) >= self._defaults.most:
            raise TooManySessions(f"This engine runs at most {self._defaults.most} sessions.")
        opening = Opening(
            session_id=new_id("sess"),
            expires_at=int(self._clock() + self._defaults.limits.session_s),
            configuration=configuration,
            streams_audio=playback is None,
            model=self._defaults.model,
        )
        try:
            session = Session(opening, new_id)
        except ClientEventRefused as refusal:
            raise InvalidRequest(refusal.message) from refusal
        runner = Runner(session, self._parts, self._defaults.limits, playback)
        self._alive[opening.session_id] = runner
        return opening.session_id, runner

    def close(self, session_id: str) -> None:
        """The session is over."""
        runner = self._alive.pop(session_id, None)
        if runner:
            runner.stop()

    def close_all(self) -> None:
        """The program ends."""
        for session_id in list(self._alive):
            self.close(session_id)
