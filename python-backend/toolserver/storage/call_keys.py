"""The keys under which the journal hashes what services ask outside sessions; a session's row holds its own."""

import secrets
from typing import Final

from sqlalchemy import Connection, select, update

from toolserver.calls.call import CallKeys
from toolserver.storage.tables import server_secrets

_FINGERPRINTS: Final = "calls.fingerprints"
_CALL_IDS: Final = "calls.call_ids"


def new_key() -> str:
    """A fresh key."""
    return secrets.token_hex(32)


def load_service_keys(db: Connection) -> CallKeys:
    """The keys as they stand; the migration made the first."""
    rows = db.execute(select(server_secrets).where(server_secrets.c.name.in_((_FINGERPRINTS, _CALL_IDS))))
    values = {row.name: row.value for row in rows}
    return CallKeys(values[_FINGERPRINTS], values[_CALL_IDS])


def replace_fingerprint_key(db: Connection) -> None:
    """What was asked until now cannot be guessed from its fingerprint any more, nor compared with what is asked again.

    The key of call_ids stays: a call_id that was erased is refused by it.
    """
    replaced = update(server_secrets).where(server_secrets.c.name == _FINGERPRINTS)
    db.execute(replaced.values(value=new_key()))
