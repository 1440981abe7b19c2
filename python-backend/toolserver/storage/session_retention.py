"""What becomes of a session's traces, step by step; `sessions.due_at` says when the next step is due.

opened    → over         it ends, or expires
over      → removed      an hour later, when it verified nobody: answers, arguments and facts go, and its row
          → keyless      an hour later, when it verified somebody: nobody can guess what was asked in it any more
keyless   → forgotten    a day after it was over: answers, facts and grants go
forgotten → removed      a year later: until then an erasure finds by it what the calls of that customer left
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, delete, select, tuple_, update

from toolserver.storage.journal import ERASED
from toolserver.storage.sessions import DROPPED
from toolserver.storage.tables import call_endings, human_handoffs, session_facts, sessions, tool_calls

VERIFIED: Final = timedelta(hours=24)
FORGOTTEN: Final = timedelta(days=365)
_SETTLING: Final = timedelta(minutes=15)  # until then every call of it has ended
_SESSIONS: Final = 2  # a unit: each takes half a dozen statements; and so many of their calls:
_CALLS: Final = 25


def look_after_sessions(db: Connection, now: datetime) -> int:
    """Take a step with some of the sessions that are due, and say with how many; none are left when it says 0."""
    due = select(sessions).where(sessions.c.due_at <= now).order_by(sessions.c.due_at).limit(_SESSIONS)
    rows = db.execute(due.with_for_update(skip_locked=True)).all()
    room, running = _CALLS, _with_running_calls(db) if rows else set()
    for row in rows:
        room -= _look_again(db, row.id, now + _SETTLING) if row.id in running else _step(db, row, now, room)
        if room <= 0:
            break
    return len(rows)


def _step(db: Connection, session: Row[Any], now: datetime, room: int) -> int:
    """One session's next step; says how many calls it forgot. It is finished when that is less than the room."""
    if session.forgotten_at is not None:
        return _remove(db, session.id)
    kept_until = session.expires_at + VERIFIED
    if session.customer_id is not None and now < kept_until:
        return _drop_key(db, session, kept_until)
    forgot = _forget_calls(db, session, room)
    if forgot < room:
        _finish(db, session, now)
    return forgot


def _drop_key(db: Connection, session: Row[Any], next_step_at: datetime) -> int:
    if session.fingerprint_key is not None:
        db.execute(update(sessions).where(sessions.c.id == session.id).values(fingerprint_key=DROPPED))
    return _look_again(db, session.id, next_step_at)


def _finish(db: Connection, session: Row[Any], now: datetime) -> None:
    db.execute(delete(session_facts).where(session_facts.c.session_id == session.id))
    if session.customer_id is None:
        db.execute(delete(sessions).where(sessions.c.id == session.id))
        return
    rest = {"grants": "{}", "fingerprint_key": DROPPED, "forgotten_at": now, "due_at": now + FORGOTTEN}
    db.execute(update(sessions).where(sessions.c.id == session.id).values(rest))


def _forget_calls(db: Connection, session: Row[Any], room: int) -> int:
    calls = tool_calls.c
    key = (calls.owner, calls.call_id)
    some = select(*key).where(calls.session_id == session.id, calls.answer.is_not(None)).limit(room)
    gone: dict[str, str | None] = {"answer": None}
    if session.customer_id is None:
        gone["arguments"] = None
    if session.fingerprint_key is None:  # of an older release: a bare hash, which can be guessed
        gone["fingerprint"] = ERASED
    return db.execute(update(tool_calls).where(tuple_(*key).in_(some)).values(gone)).rowcount


def _remove(db: Connection, session_id: str) -> int:
    """Nothing leads to the customer any more; so what people wrote goes too."""
    _blank(db, human_handoffs, {"reason": "", "context": None}, session_id)
    _blank(db, call_endings, {"reason": ""}, session_id)
    db.execute(delete(sessions).where(sessions.c.id == session_id))
    return 0


def _blank(db: Connection, table: Table, blank: dict[str, str | None], session_id: str) -> None:
    db.execute(update(table).where(table.c.session_id == session_id).values(blank))


def _look_again(db: Connection, session_id: str, at: datetime) -> int:
    db.execute(update(sessions).where(sessions.c.id == session_id).values(due_at=at))
    return 0


def _with_running_calls(db: Connection) -> set[str | None]:
    """All sessions that have any: by the index of what is not settled, which holds few."""
    return set(db.execute(select(tool_calls.c.session_id).where(tool_calls.c.outcome.is_(None))).scalars())
