"""How full the outbox is, and how far its dispatchers are behind."""

from dataclasses import dataclass
from datetime import datetime
from math import nan

from sqlalchemy import Connection, func, select

from toolserver.outbox.rows import State, takeable
from toolserver.storage.tables import outbox


@dataclass(frozen=True)
class OutboxFigures:
    """Unknown (NaN) unless they were read. Messages that are out are counted by their deliveries: they only grow."""

    waiting: float = nan
    dead: float = nan
    oldest_waiting_s: float = nan  # 0 when none waits
    lag_s: float = nan  # since when a message could have been taken and was not


def outbox_figures(db: Connection, now: datetime) -> OutboxFigures:
    """Read them; of waiting messages those count as late that no back-off and no other message holds."""
    oldest = select(func.count(), func.min(outbox.c.queued_at)).where(outbox.c.state == State.WAITING)
    waiting, queued_at = db.execute(oldest).one()
    dead = db.execute(select(func.count()).where(outbox.c.state == State.DEAD)).scalar_one()
    due = select(func.min(func.coalesce(outbox.c.due_at, outbox.c.queued_at))).where(*takeable(now))
    return OutboxFigures(waiting, dead, _since(queued_at, now), _since(db.execute(due).scalar_one(), now))


def _since(then: datetime | None, now: datetime) -> float:
    return 0 if then is None else max(0, (now - then).total_seconds())
