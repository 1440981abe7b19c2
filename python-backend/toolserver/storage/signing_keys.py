"""The keys that sign session tokens: in the database, so that replicas and restarts share them."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection, delete, select, update

from toolserver.errors import FrontdeskError
from toolserver.storage.journal import insert_if_absent
from toolserver.storage.sessions import SESSION_LIFETIME
from toolserver.storage.tables import server_secrets

KNOWN_BEFORE: Final = timedelta(seconds=60)  # a new key is known to every replica before any of them signs with it
_NAME: Final = "session_tokens."


class RotationUnderWay(FrontdeskError):
    """Another rotation was quicker; a second one at once would end the calls that are in progress."""


class _Stored(BaseModel):
    """A key as it stands in `server_secrets.value`."""

    model_config = ConfigDict(frozen=True)

    secret: str
    signs_from: AwareDatetime
    verifies_until: AwareDatetime | None = None


@dataclass(frozen=True)
class SigningKey:
    """One key; `number` is the `kid` of its tokens. The current one verifies without an end."""

    number: int
    secret: str = field(repr=False)
    signs_from: datetime
    verifies_until: datetime | None


def load_keys(db: Connection) -> tuple[SigningKey, ...]:
    """The current key and, after a rotation, the former one; newest first."""
    rows = db.execute(select(server_secrets).where(server_secrets.c.name.startswith(_NAME, autoescape=True)))
    keys = [_key(row.name, _Stored.model_validate_json(row.value)) for row in rows]
    return tuple(sorted(keys, key=lambda key: key.number, reverse=True))


def make_first_key(db: Connection, now: datetime) -> None:
    """Unless there is one; replicas that start together agree on it."""
    if not load_keys(db):
        insert_if_absent(db, server_secrets, _row(1, _fresh(now)))


def rotate(db: Connection, now: datetime) -> SigningKey:
    """Make the next key. The former verifies until its tokens have expired, the one before it no more."""
    make_first_key(db, now)
    former = load_keys(db)[0]
    stored = _fresh(now + KNOWN_BEFORE)
    if not insert_if_absent(db, server_secrets, _row(former.number + 1, stored)):
        raise RotationUnderWay("the keys are being rotated by somebody else")
    older = (server_secrets.c.name.startswith(_NAME, autoescape=True), server_secrets.c.name.not_in(_names(former)))
    db.execute(delete(server_secrets).where(*older))
    until = stored.signs_from + KNOWN_BEFORE + SESSION_LIFETIME  # a replica may sign with it a little longer
    ending = _Stored(secret=former.secret, signs_from=former.signs_from, verifies_until=until)
    row = _row(former.number, ending)
    db.execute(update(server_secrets).where(server_secrets.c.name == row["name"]).values(row))
    return _key(_name(former.number + 1), stored)


def _fresh(signs_from: datetime) -> _Stored:
    return _Stored(secret=secrets.token_urlsafe(48), signs_from=signs_from)


def _key(name: str, stored: _Stored) -> SigningKey:
    return SigningKey(int(name.removeprefix(_NAME)), stored.secret, stored.signs_from, stored.verifies_until)


def _row(number: int, stored: _Stored) -> dict[str, str]:
    return {"name": _name(number), "value": stored.model_dump_json(exclude_none=True)}


def _names(former: SigningKey) -> tuple[str, str]:
    return _name(former.number), _name(former.number + 1)


def _name(number: int) -> str:
    return f"{_NAME}{number}"
