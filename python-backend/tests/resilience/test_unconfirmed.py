"""An effect in another system whose outcome could not be recorded is never called undone, and never asked for again."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import update

from tests.mcp_server.serving import serving
from tests.resilience.conftest import PATIENCE_S, running
from tests.resilience.elsewhere import done
from tests.resilience.full_disk import emptied_at_last, fill
from toolserver.app import create_app
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.foreign.modules import load_tools
from toolserver.foreign.plain_functions import tool_from
from toolserver.foreign.threads import BlockingThreads
from toolserver.storage.database import Database
from toolserver.storage.tables import tool_calls
from toolserver.toolkit.declaration import Tool

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


@pytest.mark.parametrize(("name", "status", "code"), [("silent", 200, "outcome_unknown"), ("here", 503, "unavailable")])
def test_a_tool_of_somebody_acts_elsewhere_unless_it_says_that_it_does_not(
    name: str, status: int, code: str, tmp_path: Path
) -> None:
    url, tools = (
        f"sqlite:///{tmp_path / 'frontdesk.db'}",
        load_tools("tests.resilience.elsewhere", BlockingThreads(1, 30)),
    )
    done.clear()
    with running(url, *tools) as toolserver, emptied_at_last():
        answer = toolserver.call(name, call_id="call-1")
    with running(url, *tools) as restarted:
        again = restarted.call(name, call_id="call-1").json()

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert done == ([name] if code == "outcome_unknown" else [name, name])
    assert ("error" in again) == (code == "outcome_unknown")


def test_who_lost_the_claim_after_acting_elsewhere_is_not_told_to_try_again(database_url: str) -> None:
    def book_for_too_long(reason: str) -> str:
        """Book, while somebody else takes the call over."""
        booked.append(reason)
        database = Database(database_url)
        with database.engine.begin() as db:
            db.execute(update(tool_calls).values(attempt=2))
        database.close()
        return "That is booked."

    booked.clear()
    with running(database_url, tool_from(book_for_too_long, BlockingThreads(1, 30))) as toolserver:
        error = toolserver.call("book_for_too_long", call_id="call-1").json()["error"]

    assert (error["code"], error["retryable"], booked) == ("outcome_unknown", False, ["bye"])


def test_a_call_that_the_programs_end_cuts_off_could_not_be_confirmed(tmp_path: Path) -> None:
    has_begun = threading.Event()

    async def book_for_ever(reason: str) -> str:
        """Book, and never come back."""
        booked.append(reason)
        has_begun.set()
        return await asyncio.Event().wait() and reason

    settings = Settings(database_url=f"sqlite:///{tmp_path / 'frontdesk.db'}", openai_api_key=None, demo_data="off")
    app = create_app(settings, catalogue=EVERYTHING.with_tools([tool_from(book_for_ever, BlockingThreads(1, 30))]))
    call = {"tool_name": "book_for_ever", "arguments": {"reason": "bye"}, "call_id": "call-1"}
    with ThreadPoolExecutor(1) as threads:
        with serving(app) as url:
            calling = threads.submit(httpx2.post, f"{url}/execute-tool", json=call, timeout=PATIENCE_S)
            assert has_begun.wait(PATIENCE_S)
        answer = calling.result(PATIENCE_S)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["retryable"]) == (503, "outcome_unknown", False)
    assert "could not confirm" in error["say"]
