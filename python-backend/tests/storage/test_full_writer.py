"""More waits to be written than the writer takes."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection

from toolserver.errors import Unavailable
from toolserver.storage.database import Database

MORE_THAN_ANY_QUEUE = 100_000


async def test_a_full_queue_of_writes_refuses_the_next_one(tmp_path: Path) -> None:
    database, may_go_on = Database(f"sqlite:///{tmp_path / 'frontdesk.db'}"), threading.Event()

    def wait(_db: Connection) -> None:
        may_go_on.wait()

    try:
        with pytest.raises(Unavailable) as refusal:
            for _ in range(MORE_THAN_ANY_QUEUE):
                database.write(wait).send(None)
    finally:
        may_go_on.set()
        database.close()

    assert refusal.value.retry_after_s == 1
