"""How often a recorded answer was given again."""

from sqlalchemy import Connection, update

from toolserver.storage.journal import insert_if_absent
from toolserver.storage.tables import call_replays


def count_replay(db: Connection, owner: str, call_id: str) -> None:
    """Count one more answer to this call."""
    insert_if_absent(db, call_replays, {"owner": owner, "call_id": call_id, "replays": 0})
    mine = (call_replays.c.owner == owner, call_replays.c.call_id == call_id)
    db.execute(update(call_replays).where(*mine).values(replays=call_replays.c.replays + 1))
