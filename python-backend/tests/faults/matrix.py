"""The fault matrix: how often each fault happened, to how many calls, and what was compared of them afterwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """The rows, in their order. The first five are the moments of a death."""

    BEFORE_CLAIM = "killed before the claim"
    AFTER_CLAIM = "killed after the claim"
    DURING_TOOL = "killed during the tool"
    BEFORE_COMMIT = "killed before the commit"
    AFTER_COMMIT = "killed after the commit, before the answer"
    ANSWER_LOST = "connection ended before the answer"
    GAVE_UP = "caller gave up and closed the connection"
    LATE = "answer kept for a caller who had gone"
    AT_ONCE = "sent several times at once"
    STILL_RUNNING = "asked again while it ran (409)"
    AWAY = "database taken away while calls ran"
    REFUSED = "refused for want of the database (503)"
    TIMED_OUT = "tool timed out"
    OVERDUE = "its unit still ran when the time was up"
    TAKEN_OVER = "run again by another attempt"
    ABANDONED = "settled by the sweep"


@dataclass
class Happened:
    """What went wrong in one run, and for which calls."""

    times: Counter[Fault] = field(default_factory=Counter)
    calls: defaultdict[Fault, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, fault: Fault, *call_ids: str) -> None:
        """Once more, for these calls."""
        self.times[fault] += 1
        self.calls[fault].update(call_ids)


@dataclass(frozen=True)
class Compared:
    """What was looked at of each call_id: its rows in the ledger, and the answers that were given again."""

    rows: Mapping[str, int]
    replays: Mapping[str, int]


@dataclass(frozen=True)
class Count:
    """One row of the matrix, or a run's share of it."""

    times: int = 0
    calls: int = 0
    rows: int = 0
    replays: int = 0

    @classmethod
    def of(cls, times: int, call_ids: Collection[str], compared: Compared) -> "Count":
        """Of these calls of one run."""
        rows, replays = (sum(each.get(one, 0) for one in call_ids) for each in (compared.rows, compared.replays))
        return cls(times, len(call_ids), rows, replays)

    def __add__(self, other: "Count") -> "Count":
        """Those of another run as well."""
        return Count(
            self.times + other.times,
            self.calls + other.calls,
            self.rows + other.rows,
            self.replays + other.replays,
        )


_ALL: Final = "all, in so many runs"
_ORDER: Final = [*Fault, _ALL]
_LINE: Final = "{:44}{:>8}{:>8}{:>8}{:>18}"


@dataclass
class Matrix:
    """The counts of all runs so far, by place."""

    counts: defaultdict[str, defaultdict[str, Count]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Count))
    )

    def add(self, place: str, happened: Happened, compared: Compared) -> None:
        """Count one run."""
        counts = self.counts[place]
        for fault in happened.times:
            counts[fault] += Count.of(happened.times[fault], happened.calls[fault], compared)
        counts[_ALL] += Count.of(1, compared.replays.keys(), compared)

    def lines(self) -> Iterator[str]:
        """A table for each place."""
        for place, counts in self.counts.items():
            yield _LINE.format(place, "times", "calls", "rows", "replays compared")
            for name, count in sorted(counts.items(), key=lambda each: _ORDER.index(each[0])):
                yield _LINE.format(name, count.times, count.calls, count.rows, count.replays)
