"""How often, how long and how patiently a dispatcher tries."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """Twenty tries take about ten hours: a receiver may be down for a night."""

    tries: int = 20
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(hours=1)
    timeout_s: float = 10  # of one try
    lease: timedelta = timedelta(seconds=60)  # longer than a try and recording it take
    workers: int = 4  # a recipient that hangs holds one of them
    poll_s: float = 1
    chance: Callable[[], float] = random.random  # between 0 and 1

    def wait_after(self, attempt: int) -> timedelta:
        """Twice as long each time, of which between half and all, so that retries do not come in step."""
        doubled = self.first_wait * 2.0 ** min(attempt - 1, 30)
        return min(doubled, self.longest_wait) * (0.5 + self.chance() / 2)
