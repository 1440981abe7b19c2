"""How often one session may call: per minute, and the same thing again and again."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from toolserver.errors import RateLimited, RepeatedCall

_WINDOW: Final = timedelta(minutes=1)
_SESSIONS: Final = 10_000  # remembered at once; the least recently seen is forgotten first


@dataclass(frozen=True)
class Limits:
    """What a customer's session may do; services are exempt."""

    calls_a_minute: int = 60
    identical_calls_a_minute: int = 3


@dataclass
class CallLimiter:
    """Remembers each session's calls of the last minute, in this process."""

    limits: Limits = field(default_factory=Limits)
    _recent: "OrderedDict[str, deque[tuple[datetime, str, str]]]" = field(default_factory=OrderedDict)

    def count(self, session_id: str, call_id: str, fingerprint: str, now: datetime) -> None:
        """Count a call; a repeated call_id is the same call. Raises RateLimited and RepeatedCall."""
        calls = self._calls(session_id)
        while calls and calls[0][0] <= now - _WINDOW:
            calls.popleft()
        if any(known == call_id for _, known, _ in calls):
            return
        if len(calls) >= self.limits.calls_a_minute:
            raise RateLimited(f"more than {self.limits.calls_a_minute} calls a minute", retry_after_s=10)
        same = sum(known == fingerprint for _, _, known in calls)
        if same >= self.limits.identical_calls_a_minute:
            raise RepeatedCall("the same call was made again and again; use the earlier answer and tell the caller")
        calls.append((now, call_id, fingerprint))

    def _calls(self, session_id: str) -> deque[tuple[datetime, str, str]]:
        calls = self._recent.setdefault(session_id, deque())
        self._recent.move_to_end(session_id)
        if len(self._recent) > _SESSIONS:
            self._recent.popitem(last=False)
        return calls
