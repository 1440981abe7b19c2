"""Tool sessions: opened by a service for one voice conversation, ended, bound to one customer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from toolserver.calls.call import Caller
from toolserver.errors import ToolFailed
from toolserver.storage.journal import insert_if_absent
from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import sessions, verification_locks, verification_tries
from toolserver.toolkit.context import CallerSession, Clock
from toolserver.toolkit.ids import new_id

SESSION_LIFETIME: Final = timedelta(minutes=65)  # a voice session lasts at most 60 minutes
TRIES_A_SESSION: Final = 5
TRIES_AN_IDENTITY: Final = 10
IDENTITY_WINDOW: Final = timedelta(hours=1)
_FIND: Final = Prepared(lambda _dialect: select(sessions).where(sessions.c.id == bindparam("id")))


@dataclass(frozen=True)
class OpenedSession:
    """A session that was just opened."""

    id: str
    expires_at: datetime


def open_session(db: Connection, scenario: str, grants: Mapping[str, Sequence[str]], now: datetime) -> OpenedSession:
    """Open a session whose agents may use exactly these tools."""
    opened = OpenedSession(new_id("TS"), now + SESSION_LIFETIME)
    row = {"id": opened.id, "scenario": scenario, "grants": json.dumps(grants), "created_at": now}
    db.execute(insert(sessions).values(**row, expires_at=opened.expires_at))
    return opened


def end_session(db: Connection, session_id: str, now: datetime) -> bool:
    """End it; False when there is none that was open."""
    still_open = (sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    return db.execute(update(sessions).where(*still_open).values(ended_at=now)).rowcount == 1


def end_sessions_of(db: Connection, customer_id: str, now: datetime) -> int:
    """End all sessions that verified this customer; says how many were open."""
    theirs = (sessions.c.customer_id == customer_id, sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    return db.execute(update(sessions).where(*theirs).values(ended_at=now)).rowcount


def sessions_of(db: Connection, customer_id: str) -> list[str]:
    """The ids of all sessions that ever verified this customer."""
    return list(db.execute(select(sessions.c.id).where(sessions.c.customer_id == customer_id)).scalars())


def find_caller(db: Connection, session_id: str, now: datetime, *, is_service: bool) -> Caller | None:
    """The caller behind an open session; None when it has ended, expired, or never was."""
    row = next(iter(_FIND.rows(db, {"id": session_id})), None)
    if row is None or row["ended_at"] is not None or row["expires_at"] <= now:
        return None
    session = CallerSession(row["id"], row["scenario"], row["customer_id"])
    grants = json.loads(row["grants"])
    pairs = frozenset((agent, tool) for agent, tools in grants.items() for tool in tools)
    return Caller(is_service=is_service, session=session, grants=pairs)


@dataclass
class SessionVerification:
    """Counts the failed identity checks of one call and binds its session."""

    session_id: str | None
    clock: Clock
    _counted: list[str] = field(default_factory=list)

    def count_try(self, db: Connection, identity: str) -> None:
        """Count one try against the session and the claimed identity. Raises ToolFailed('too_many_attempts')."""
        self._lock(db, identity)
        if self._is_locked_out(db, identity):
            raise ToolFailed(
                "too_many_attempts", say="I can't try again right now. Please call back later or ask for a person."
            )
        try_id = new_id("TRY")
        row = {"id": try_id, "session_id": self.session_id, "identity": identity, "tried_at": self.clock()}
        db.execute(insert(verification_tries).values(row))
        self._counted.append(try_id)

    def bind(self, db: Connection, customer_id: str) -> None:
        """Bind the session to this customer for good. Raises ToolFailed('not_permitted') for a second identity."""
        if self.session_id is not None:
            free_or_same = sessions.c.customer_id.is_(None) | (sessions.c.customer_id == customer_id)
            mine = update(sessions).where(sessions.c.id == self.session_id, free_or_same)
            if db.execute(mine.values(customer_id=customer_id)).rowcount != 1:
                say = "This call already belongs to another customer."
                raise ToolFailed("not_permitted", say=say, keep_writes=True)
        db.execute(delete(verification_tries).where(verification_tries.c.id.in_(self._counted)))  # not a failed try

    def _lock(self, db: Connection, identity: str) -> None:
        """Parallel tries of one identity or one session wait for each other."""
        insert_if_absent(db, verification_locks, {"identity": identity})
        lock = select(verification_locks.c.identity).where(verification_locks.c.identity == identity)
        db.execute(lock.with_for_update())
        if self.session_id is not None:
            db.execute(select(sessions.c.id).where(sessions.c.id == self.session_id).with_for_update())

    def _is_locked_out(self, db: Connection, identity: str) -> bool:
        tries = verification_tries.c
        count = select(func.count()).select_from(verification_tries)
        recent = count.where(tries.identity == identity, tries.tried_at > self.clock() - IDENTITY_WINDOW)
        if db.execute(recent).scalar_one() >= TRIES_AN_IDENTITY:
            return True
        if self.session_id is None:
            return False
        return db.execute(count.where(tries.session_id == self.session_id)).scalar_one() >= TRIES_A_SESSION
