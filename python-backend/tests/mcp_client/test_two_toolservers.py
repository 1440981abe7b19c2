"""One toolserver imports from another one, in another process: a call happens once across both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.deaths import Moment, deadly
from tests.faults.fleet import Fleet, running_fleet
from tests.faults.ledger import rows_by_call
from tests.mcp_client.conftest import importing
from toolserver.storage.database import Database


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Fleet]:
    """The one that has the tools."""
    async with running_fleet(f"sqlite:///{tmp_path / 'far.db'}", tmp_path, 1) as fleet:
        yield fleet


def url_of(far: Fleet) -> str:
    """Its process, without the round-robin before it."""
    return f"http://127.0.0.1:{far.ports[0]}/mcp"


def rows(far: Fleet, call_id: str) -> int:
    """What was written there."""
    database = Database(far.database_url)
    with database.engine.connect() as db:
        found = rows_by_call(db)[call_id]
    database.close()
    return found


async def test_what_one_says_the_other_says(far: Fleet, tmp_path: Path) -> None:
    with importing(tmp_path / "near.db", url_of(far)) as near:
        posted = near.call("crm_postEntry", call_id="call-1")["result"]
        declined = near.call("crm_postEntry", {"ending": "failed"}, call_id="call-2")["error"]
        effects = {name: near.manifest()[name]["effect"] for name in ("crm_postEntry", "crm_findEntry")}

    assert posted["say"] == posted["value"]["say"] == "Posted."
    assert declined["code"] == "tool_failed"
    assert declined["say"].startswith("NO-")
    assert effects == {"crm_postEntry": "write", "crm_findEntry": "read"}


async def test_a_toolserver_that_lost_its_memory_does_nothing_twice(far: Fleet, tmp_path: Path) -> None:
    receipts = []
    for database in ("near.db", "near-without-memory.db"):
        with importing(tmp_path / database, url_of(far)) as near:
            receipts.append(near.call("crm_postEntry", call_id="call-1")["result"]["value"]["receipt"])

    assert receipts[0] == receipts[1]
    assert rows(far, "service:call-1") == 1


async def test_a_far_side_that_dies_after_the_commit_leaves_the_outcome_unknown_and_one_row(
    far: Fleet, tmp_path: Path
) -> None:
    call_id = deadly("call-1", Moment.AFTER_COMMIT)
    with importing(tmp_path / "near.db", url_of(far)) as near:
        error = near.call("crm_postEntry", call_id=call_id)["error"]

    assert (error["code"], error["retryable"]) == ("outcome_unknown", False)
    assert rows(far, f"service:{call_id}") == 1
