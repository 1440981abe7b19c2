"""How many tool sessions are open."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from toolserver.storage.tables import sessions


def count_open_sessions(db: Connection, now: datetime) -> int:
    """Sessions that have neither ended nor expired."""
    still_open = (sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    return db.execute(select(func.count()).select_from(sessions).where(*still_open)).scalar_one()
