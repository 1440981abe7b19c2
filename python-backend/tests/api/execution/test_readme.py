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
LOOK_UP, REPEAT, ASK_FIRST = re.findall(r"^```sh\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module", name="toolserver")
def toolserver_with_demo_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toolserver]:
    """Started as a newcomer starts it."""
    with running_toolserver(tmp_path_factory.mktemp("empty"), DEMO_DATA="on") as started:
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
