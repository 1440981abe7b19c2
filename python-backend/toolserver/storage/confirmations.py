"""What callers were asked to agree to, and have not yet used: each agreement is good for one call."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from toolserver.storage.tables import confirmations

_GOOD_FOR: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Agreement:
    """What is agreed to: this session, this tool, these arguments."""

    session_id: str
    tool: str
    fingerprint: str


def issue(db: Connection, wanted: Agreement, now: datetime) -> str:
    """A token that stands for the caller's yes, once it was said."""
    token = f"CNF-{secrets.token_urlsafe(24)}"
    row = {"token": token, "session_id": wanted.session_id, "tool": wanted.tool, "fingerprint": wanted.fingerprint}
    db.execute(insert(confirmations).values(**row, expires_at=now + _GOOD_FOR))
    return token


def is_good(db: Connection, token: str, wanted: Agreement, now: datetime) -> bool:
    """Whether the token was issued for exactly this, has not expired, and was not used."""
    return db.execute(select(confirmations.c.token).where(*_unused(token, wanted, now))).first() is not None


def use(db: Connection, token: str, wanted: Agreement, now: datetime) -> bool:
    """Use the token up, in the transaction of what was agreed to; of two calls with one token the second gets False."""
    using = update(confirmations).where(*_unused(token, wanted, now)).values(used_at=now)
    return db.execute(using).rowcount == 1


def _unused(token: str, wanted: Agreement, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        confirmations.c.token == token,
        confirmations.c.session_id == wanted.session_id,
        confirmations.c.tool == wanted.tool,
        confirmations.c.fingerprint == wanted.fingerprint,
        confirmations.c.expires_at > now,
        confirmations.c.used_at.is_(None),
    )
