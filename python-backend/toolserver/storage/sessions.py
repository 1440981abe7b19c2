"""Tool sessions: opened by a service for one voice conversation, ended, bound to one customer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from toolserver.calls.call import CallKeys, Sender
from toolserver.storage.call_keys import new_key
from toolserver.storage.client_hashes import client_hash
from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import sessions
from toolserver.toolkit.context import CallerSession
from toolserver.toolkit.ids import new_id

SESSION_LIFETIME: Final = timedelta(minutes=65)  # a voice session lasts at most 60 minutes
UNVERIFIED_KEPT: Final = timedelta(hours=1)  # after a session that verified nobody: then it is forgotten
DROPPED: Final = ""  # in place of a key that nobody needs any more
_FIND: Final = Prepared(lambda _dialect: select(sessions).where(sessions.c.id == bindparam("id")))


@dataclass(frozen=True)
class OpenedSession:
    """A session that was just opened."""

    id: str
    expires_at: datetime


def open_session(
    db: Connection, scenario: str, grants: Mapping[str, Sequence[str]], now: datetime, client: str | None = None
) -> OpenedSession:
    """Open a session whose agents may use exactly these tools; `client` says for whom, in the service's own terms."""
    opened = OpenedSession(new_id("TS"), now + SESSION_LIFETIME)
    row = {"id": opened.id, "scenario": scenario, "grants": json.dumps(grants), "created_at": now}
    hashed = None if client is None else client_hash(db, client)
    kept = {"expires_at": opened.expires_at, "due_at": opened.expires_at + UNVERIFIED_KEPT}
    db.execute(insert(sessions).values(**row, **kept, client=hashed, fingerprint_key=new_key()))
    return opened


def end_session(db: Connection, session_id: str, now: datetime) -> bool:
    """End it; False when there is none that was open."""
    still_open = (sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    return db.execute(update(sessions).where(*still_open).values(_over(now))).rowcount == 1


def end_sessions_of(db: Connection, scenario: str, customer_id: str, now: datetime) -> int:
    """End all sessions that verified this customer; says how many were open."""
    theirs = (*_verified(scenario, customer_id), sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    return db.execute(update(sessions).where(*theirs).values(_over(now))).rowcount


def _over(now: datetime) -> dict[str, datetime]:
    return {"ended_at": now, "expires_at": now, "due_at": now + UNVERIFIED_KEPT}


def sessions_of(db: Connection, scenario: str, customer_id: str) -> set[str]:
    """The ids of all sessions that verified this customer and are known."""
    return set(db.execute(select(sessions.c.id).where(*_verified(scenario, customer_id))).scalars())


def _verified(scenario: str, customer_id: str) -> tuple[ColumnElement[bool], ...]:
    """A customer is one of a business: another one may have given the same id to somebody else."""
    return (sessions.c.customer_scenario == scenario, sessions.c.customer_id == customer_id)


def drop_keys_of_ended(db: Connection, now: datetime) -> None:
    """Of what was asked in them nothing can be guessed from its fingerprint any more; nobody can ask it again."""
    ended = (sessions.c.expires_at <= now, sessions.c.fingerprint_key != DROPPED)
    db.execute(update(sessions).where(*ended).values(fingerprint_key=DROPPED))


def find_sender(db: Connection, session_id: str, now: datetime, *, is_service: bool) -> Sender | None:
    """The caller behind an open session; None when it has ended, expired, or never was."""
    row = next(iter(_FIND.rows(db, {"id": session_id})), None)
    if row is None or row["ended_at"] is not None or row["expires_at"] <= now:
        return None
    session = CallerSession(row["id"], row["scenario"], row["customer_id"], row["customer_scenario"])
    grants = json.loads(row["grants"])
    pairs = frozenset((agent, tool) for agent, tools in grants.items() for tool in tools)
    return Sender(is_service=is_service, session=session, grants=pairs, keys=CallKeys(row["fingerprint_key"]))
