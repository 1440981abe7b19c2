"""An effect in another system whose outcome could not be recorded is never called undone, and never asked for again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.conftest import running
from tests.resilience.full_disk import emptied_at_last, fill
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.plain_functions import tool_from
from toolserver.toolkit.threads import BlockingThreads

booked: list[str] = []


def book(reason: str) -> str:
    """Book in another system, while our disk fills up."""
    booked.append(reason)
    fill()
    return "That is booked."


@pytest.fixture
def booking() -> Iterator[Tool]:
    """The function as a tool, in a process whose disk has room again afterwards."""
    booked.clear()
    with emptied_at_last():
        yield tool_from(book, BlockingThreads(1, 30))


def test_an_outcome_that_cannot_be_recorded_could_not_be_confirmed(booking: Tool, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'frontdesk.db'}"
    with running(url, booking) as toolserver:
        with emptied_at_last():
            answer = toolserver.call("book", call_id="call-1")
        again = toolserver.call("book", call_id="call-1")
    with running(url, booking) as restarted:
        after = [restarted.call("book", call_id="call-1") for _ in range(2)]

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["retryable"]) == (200, "outcome_unknown", False)
    assert "could not confirm" in error["say"]
    assert again.status_code == 409
    assert [each.json()["error"]["code"] for each in after] == ["outcome_unknown", "outcome_unknown"]
    assert booked == ["bye"]
