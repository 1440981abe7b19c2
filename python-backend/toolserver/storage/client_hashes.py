"""The keyed hash under which is stored for whom a session was opened: it can be compared, and not read."""

import hmac
import secrets
from typing import Final

from sqlalchemy import Connection, select

from toolserver.storage.journal import insert_if_absent
from toolserver.storage.tables import server_secrets

_NAME: Final = "client_hash"


def client_hash(db: Connection, client: str) -> str:
    """64 hexadecimal digits; in a writing unit, because the first one makes the key."""
    return hmac.digest(_key(db).encode(), client.encode(), "sha256").hex()


def _key(db: Connection) -> str:
    stored = select(server_secrets.c.value).where(server_secrets.c.name == _NAME)
    key = db.execute(stored).scalar_one_or_none()
    if key is None:
        insert_if_absent(db, server_secrets, {"name": _NAME, "value": secrets.token_hex(32)})
        key = db.execute(stored).scalar_one()
    return str(key)
