"""The README's calls, as they stand there, against a toolserver with the demo data."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.programs import BACKEND, Toolserver, running_toolserver

README: Final = (BACKEND.parent / "README.md").read_text()
SECTION: Final = README.split("\n## Call a tool")[1].split("\n## ")[0]
ADDING: Final = README.split("\n## Add a tool")[1].split("\n## ")[0]
(ADDED,) = re.findall(r"^```python\n(.*?)^```$", ADDING, re.MULTILINE | re.DOTALL)
LOOK_UP, REPEAT, ASK_FIRST = re.findall(r"^```sh\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module", name="toolserver")
def toolserver_with_demo_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toolserver]:
    """Started as a newcomer starts it."""
    with running_toolserver(tmp_path_factory.mktemp("empty"), DEMO_DATA="on") as started:
        yield started


@pytest.fixture(scope="module", name="with_a_tool")
def toolserver_with_the_added_tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toolserver]:
    """Started with the README's own tool."""
    folder = tmp_path_factory.mktemp("tool")
    (folder / "my_tools.py").write_text(ADDED)
    with running_toolserver(folder, folder, TOOLSERVER_TOOLS="my_tools") as started:
        yield started


def lines(toolserver: Toolserver, script: str) -> list[str]:
    """What a shell prints when the lines are pasted into it."""
    pasted = script.replace("localhost:8000", f"127.0.0.1:{toolserver.port}")
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(["bash", "-eu"], input=pasted, env={"PATH": path}, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line]


def test_a_look_up_and_the_list_of_tools(toolserver: Toolserver) -> None:
    (both,) = lines(toolserver, LOOK_UP)

    assert '"orders":[{' in both
    assert '"name":"lookupOrders"' in both


def test_the_same_call_id_again_is_a_replay(toolserver: Toolserver) -> None:
    first, again = lines(toolserver, REPEAT)

    assert '"replayed": false' in first
    assert '"replayed": true' in again


def test_a_tool_that_asks_first_acts_after_the_yes(toolserver: Toolserver) -> None:
    cart, question, bought = lines(toolserver, ASK_FIRST)

    assert "in your cart" in cart
    assert question.endswith("Shall I?")
    assert '"checkout_url"' in bought


def test_an_added_tool_reads_and_is_called_as_it_says(with_a_tool: Toolserver) -> None:
    (call,) = re.findall(r"^curl .*$", ADDING, re.MULTILINE)
    (answer,) = lines(with_a_tool, call)
    entry = with_a_tool.client().get("/tools/store_hours").json()

    assert '"say":"On Sunday we are open noon to five."' in answer
    assert (entry["effect"], entry["scenario"], entry["title"]) == ("read", None, "store hours")
