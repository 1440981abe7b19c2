"""How often one caller may call within a minute: at all, with the same arguments, one tool again and again."""

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from toolserver.calls.call import Sender, Settled
from toolserver.errors import RateLimited, RepeatedCall
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.quota import StorageQuota
from toolserver.toolkit.context import Stopwatch

_WINDOW_S: Final = 60.0
_CALLERS: Final = 10_000  # remembered at once; the least recently seen is forgotten first
_CALLS: Final = 10_000  # of one caller; the oldest is forgotten first
_TOKEN: Final = 40  # characters; the rest of what somebody made up is not remembered


@dataclass(frozen=True)
class Limits:
    """Calls a minute; None is no limit."""

    calls: int | None = None
    identical_calls: int | None = None
    calls_of_one_tool: int | None = None

    @property
    def are_off(self) -> bool:
        """Whether nothing needs to be counted."""
        return self.calls is None and self.identical_calls is None and self.calls_of_one_tool is None


@dataclass(frozen=True)
class _Seen:
    at: float  # by the stopwatch: a clock that is set back must make no minute longer
    call_id: str
    tool: str
    fingerprint: str


@dataclass
class _Minute:
    """One caller's calls of the last minute."""

    calls: deque[_Seen] = field(default_factory=deque)
    call_ids: set[str] = field(default_factory=set)
    by_tool: Counter[str] = field(default_factory=Counter)
    by_fingerprint: Counter[str] = field(default_factory=Counter)

    def add(self, seen: _Seen) -> None:
        """Remember a call that was let through."""
        self.calls.append(seen)
        self.call_ids.add(seen.call_id)
        self.by_tool[seen.tool] += 1
        self.by_fingerprint[seen.fingerprint] += 1

    def forget(self, until: float) -> None:
        """Drop what is older, and what is too much."""
        while self.calls and (self.calls[0].at <= until or len(self.calls) >= _CALLS):
            old = self.calls.popleft()
            self.call_ids.discard(old.call_id)
            self.by_tool[old.tool] -= 1
            self.by_fingerprint[old.fingerprint] -= 1
            if self.by_fingerprint[old.fingerprint] == 0:
                del self.by_fingerprint[old.fingerprint]


class CallLimiter:
    """Remembers the calls of the last minute, in this process."""

    def __init__(self, of_sessions: Limits, of_services: Limits, stored: StorageQuota, elapsed: Stopwatch) -> None:
        self._of_sessions, self._of_services, self._stored, self._elapsed = of_sessions, of_services, stored, elapsed
        self._minutes: OrderedDict[tuple[bool, str | None], _Minute] = OrderedDict()

    def count(self, accepted: AcceptedCall) -> None:
        """Count a call; a repeated call_id is the same call. Raises RateLimited, RepeatedCall and SessionFull."""
        limits = self._of_services if accepted.sender.is_service else self._of_sessions
        if limits.are_off:
            return
        now, entry = self._elapsed(), accepted.entry
        minute = self._minute(accepted.sender)
        minute.forget(now - _WINDOW_S)
        if entry.call_id in minute.call_ids:
            return
        self._stored.check(accepted)
        yes = (accepted.confirmation_token or "")[:_TOKEN]  # with a yes it is not the call that asked
        seen = _Seen(now, entry.call_id, entry.tool, f"{entry.fingerprint} {yes}")
        _check(limits, minute, seen)
        minute.add(seen)

    def count_stored(self, accepted: AcceptedCall, settled: Settled) -> None:
        """Count what was stored with this outcome."""
        self._stored.add(accepted, settled)

    def _minute(self, sender: Sender) -> _Minute:
        """A service's calls count for the session it names, else for the service as a whole."""
        key = (sender.is_service, sender.session.id if sender.session else None)
        minute = self._minutes.setdefault(key, _Minute())
        self._minutes.move_to_end(key)
        if len(self._minutes) > _CALLERS:
            self._minutes.popitem(last=False)
        return minute


def _check(limits: Limits, minute: _Minute, seen: _Seen) -> None:
    same = minute.by_fingerprint[seen.fingerprint]
    if limits.identical_calls is not None and same >= limits.identical_calls:
        raise RepeatedCall(
            f"Stop: {seen.tool} was called with the same arguments {same} times within a minute. "
            "Do not call it again. Use its earlier answer, and tell the caller what you know."
        )
    of_tool = minute.by_tool[seen.tool]
    if limits.calls_of_one_tool is not None and of_tool >= limits.calls_of_one_tool:
        raise RepeatedCall(
            f"Stop: {seen.tool} was called {of_tool} times within a minute. "
            "Do not call it again now. Tell the caller what you have found, and that you cannot get further."
        )
    if limits.calls is not None and len(minute.calls) >= limits.calls:
        left_s = minute.calls[0].at + _WINDOW_S - seen.at
        raise RateLimited(f"more than {limits.calls} calls a minute", retry_after_s=max(1, ceil(left_s)))
