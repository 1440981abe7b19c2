"""A lookup that did not come to its end says so: what was not looked for is never said not to be there."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.api.execution.conftest import Server
from tests.api.limits.serving import serving
from tests.faults.ledger import Receipt, Search, find_entry
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import tool


@tool("findCancelled")
async def find_cancelled(_ctx: ToolContext, _arguments: Search) -> Receipt:
    """Wait for what somebody else cancels, as a client library may do with its own tasks."""
    search = asyncio.ensure_future(asyncio.Event().wait())
    search.cancel()
    await search
    return Receipt(say="Found.", receipt="never")


@pytest.fixture(name="server")
def server_with_lookups(database_url: str) -> Iterator[Server]:
    """Its ledger of entries is empty: whoever comes to look will not find."""
    with serving(database_url, (find_entry, find_cancelled)) as server:
        yield server


def test_a_lookup_that_takes_too_long_names_the_delay_and_may_be_tried_again(server: Server) -> None:
    wanted = {"wanted": "nobody's", "takes_s": 30}
    first = server.call("findEntry", wanted, call_id="late").json()
    again = server.call("findEntry", wanted, call_id="late").json()

    assert (first["error"]["code"], first["error"]["retryable"]) == ("timed_out", True)
    assert first["error"]["say"] == "That took too long. Shall I try again?"
    assert again["error"] == first["error"]
    assert again["replayed"] is True


def test_a_lookup_that_is_cancelled_from_within_ends_as_a_crash(server: Server) -> None:
    answer = server.call("findCancelled", call_id="cancelled")

    assert answer.status_code == 200
    error = answer.json()["error"]
    assert error["code"] == "internal_error"
    assert error["say"].startswith("Something went wrong on our side")
    assert server.call("findCancelled", call_id="cancelled").json()["error"] == error
