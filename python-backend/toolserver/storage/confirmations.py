"""What callers were asked to agree to: each agreement is good for one call."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, or_, select, update

from toolserver.storage.tables import confirmations

_GOOD_FOR: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Agreement:
    """What is agreed to: this session, this tool, these arguments, and this question with its facts."""

    session_id: str
    tool: str
    fingerprint: str
    question: str


def issue(db: Connection, wanted: Agreement, now: datetime) -> str:
    """A token that stands for the caller's yes, once it was said."""
    token = f"CNF-{secrets.token_urlsafe(24)}"
    row = {"token": token, "session_id": wanted.session_id, "tool": wanted.tool, "fingerprint": wanted.fingerprint}
    facts = _digest(token, wanted)
    db.execute(insert(confirmations).values(**row, facts=facts, expires_at=now + _GOOD_FOR))
    return token


def use(db: Connection, token: str, wanted: Agreement, call: str, now: datetime) -> bool:
    """Use the token for this call; False when it stands for something else, is too old, or was used by another call."""
    mine = or_(confirmations.c.used_by.is_(None), confirmations.c.used_by == call)
    good = (
        confirmations.c.token == token,
        confirmations.c.session_id == wanted.session_id,
        confirmations.c.tool == wanted.tool,
        confirmations.c.fingerprint == wanted.fingerprint,
        confirmations.c.facts == _digest(token, wanted),
        confirmations.c.expires_at > now,
    )
    return db.execute(update(confirmations).where(*good, mine).values(used_by=call)).rowcount == 1


def issued_at(db: Connection, token: str, session_id: str) -> datetime | None:
    """When the session was asked what this token stands for; None when it never was."""
    is_it = (confirmations.c.token == token, confirmations.c.session_id == session_id)
    expires_at = db.execute(select(confirmations.c.expires_at).where(*is_it)).scalar_one_or_none()
    return None if expires_at is None else expires_at - _GOOD_FOR


def _digest(token: str, wanted: Agreement) -> str:
    """Of the question; keyed by the token, because amounts and names could be guessed from a plain hash."""
    return hmac.digest(token.encode(), wanted.question.encode(), "sha256").hex()
