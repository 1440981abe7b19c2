"""Recorded answers are kept for replay until a day after nobody can ask for them; that calls were made is kept."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_, update

from toolserver.storage.tables import sessions, tool_calls

KEPT: Final = timedelta(hours=24)
_BATCH: Final = 500  # a short transaction: calls go on beside it


def forget_answers(db: Connection, now: datetime) -> int:
    """Forget some of the answers that are old by now, and say how many; none are left when it says 0."""
    calls, before = tool_calls.c, now - KEPT
    key = (calls.owner, calls.call_id)
    old = select(*key).where(calls.answer.is_not(None), calls.settled_at <= before, _is_over(before)).limit(_BATCH)
    forgetting = update(tool_calls).where(tuple_(*key).in_(old)).values(answer=None)
    return db.execute(forgetting).rowcount


def _is_over(before: datetime) -> ColumnElement[bool]:
    """A service's call by itself, or one of a session that was over by then."""
    calls = tool_calls.c
    ended = func.coalesce(sessions.c.ended_at, sessions.c.expires_at)
    over = select(sessions.c.id).where(sessions.c.id == calls.session_id, ended <= before)
    return or_(calls.session_id.is_(None), and_(calls.session_id.is_not(None), over.exists()))
