"""The write that shows whether the database takes writes: one row, written again each time."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite

from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import probes

_NAME: Final = "readiness"


def note_probe(db: Connection, now: datetime) -> None:
    """Write the time of this probe. One statement."""
    _WRITE.count(db, {"name": _NAME, "written_at": now})


def _write(dialect: str) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = insert(probes)
    return row.on_conflict_do_update(index_elements=probes.primary_key, set_={"written_at": row.excluded.written_at})


_WRITE: Final = Prepared(_write)
