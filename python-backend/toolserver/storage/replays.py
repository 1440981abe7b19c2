"""How often a recorded answer was given again."""

from typing import Final

from sqlalchemy import Connection, Insert

from toolserver.storage.inserts import insert_into
from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import call_replays


def count_replay(db: Connection, owner: str, call_id: str) -> None:
    """Count one more answer to this call. One statement."""
    _ADD.count(db, {"owner": owner, "call_id": call_id, "replays": 1, "counted": 0})


def _add(dialect: str) -> Insert:
    one = insert_into(dialect, call_replays)
    more = {"replays": call_replays.c.replays + one.excluded.replays}
    return one.on_conflict_do_update(index_elements=call_replays.primary_key, set_=more)


_ADD: Final = Prepared(_add)
