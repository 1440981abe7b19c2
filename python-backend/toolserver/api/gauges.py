"""Figures that the database has: read when Prometheus asks, and not a number while it is away."""

from dataclasses import dataclass, field
from datetime import datetime
from math import nan

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import Connection

from toolserver.outbox.figures import OutboxFigures, outbox_figures
from toolserver.storage.open_sessions import count_open_sessions


@dataclass(frozen=True)
class StoredFigures:
    """As they were read, if they were."""

    open_sessions: float = nan
    outbox: OutboxFigures = field(default_factory=OutboxFigures)


def read_figures(db: Connection, now: datetime) -> StoredFigures:
    """The unit that reads them."""
    return StoredFigures(count_open_sessions(db, now), outbox_figures(db, now))


class StoredGauges:
    """Their series."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._sessions = Gauge("tool_sessions_open", "Tool sessions that are open.", registry=registry)
        self._messages = Gauge(
            "outbox_messages", "Messages of the outbox that wait, and those given up.", ("state",), registry=registry
        )
        self._oldest = Gauge(
            "outbox_oldest_waiting_seconds", "Age of the message that has waited longest.", registry=registry
        )
        self._lag = Gauge(
            "outbox_lag_seconds", "For how long a message could have been sent and was not.", registry=registry
        )

    def set(self, figures: StoredFigures) -> None:
        """Show these."""
        self._sessions.set(figures.open_sessions)
        self._messages.labels("waiting").set(figures.outbox.waiting)
        self._messages.labels("dead").set(figures.outbox.dead)
        self._oldest.set(figures.outbox.oldest_waiting_s)
        self._lag.set(figures.outbox.lag_s)
