"""A scenario is a folder in each half, and the code that all of them share names none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from toolserver.control import all_control_tools
from toolserver.scenarios import SCENARIOS
from toolserver.toolkit.scenario import snake_case

ROOT: Final = Path(__file__).resolve().parents[4]
TOOLSERVER: Final = ROOT / "python-backend" / "toolserver"
AGENTS: Final = ROOT / "src" / "app" / "agentConfigs"
FOLDERS: Final = TOOLSERVER / "scenarios"
OWN: Final = (FOLDERS, TOOLSERVER / "storage" / "migrations", AGENTS)  # what may name scenarios
SHARED: Final = (TOOLSERVER, ROOT / "python-backend" / "voice_engine", ROOT / "src")
CODE: Final = {".py", ".ts", ".tsx", ".css"}
KEYS: Final = {scenario.key for scenario in SCENARIOS}
CONTROL: Final = {tool.name for tool in all_control_tools()}
# Words that a file uses for something else: a connection pool's event.
OTHER_MEANINGS: Final = {("python-backend/toolserver/storage/postgresql.py", "checkout")}


def folders(parent: Path) -> set[str]:
    """The names of the folders in it."""
    return {each.name for each in parent.iterdir() if each.is_dir() and not each.name.startswith("__")}


def titles() -> set[str]:
    """What the businesses are called on the page."""
    texts = (folder.read_text() for folder in AGENTS.glob("*/index.ts"))
    return {title for text in texts for title in re.findall(r"\btitle: '([^']+)'", text)}


def tools_of_agents(folder: str) -> set[str]:
    """The tools that the agents of this folder may call."""
    texts = "\n".join(file.read_text() for file in (AGENTS / folder).glob("*.ts"))
    lists = re.findall(r"\btools: \[([^\]]*)\]", texts)
    return {name for each in lists for name in re.findall(r"'([^']+)'", each)}


def shared_files() -> Iterator[Path]:
    """The code of the three programs, without tests and without what belongs to scenarios."""
    for parent in SHARED:
        for file in sorted(parent.rglob("*")):
            is_own = any(file.is_relative_to(own) for own in OWN)
            if file.suffix in CODE and ".test." not in file.name and not is_own:
                yield file


def scenario_words() -> set[str]:
    """Keys, folders, businesses and tools."""
    tools = {tool.name for scenario in SCENARIOS for tool in scenario.tools}
    return KEYS | set(map(snake_case, KEYS)) | titles() | folders(AGENTS) | tools


def written(word: str) -> str:
    """How it would stand in code that names it: a word of plain English quoted, in a path or with more after it."""
    if word.isalpha() and word.islower():
        return rf"[\"'`]{word}[\"'`]|(?<![A-Za-z0-9]){word}_|(?<=[./]){word}(?=[./])"
    return rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])"


LOOKED_FOR: Final = re.compile("|".join(map(written, sorted(scenario_words()))))


def words_in(text: str) -> set[str]:
    """The scenario words that stand in it as code would name them."""
    return {found.strip("\"'`_") for found in LOOKED_FOR.findall(text)}


def test_every_folder_of_tools_is_a_scenario_and_is_named_by_its_key() -> None:
    assert folders(FOLDERS) == set(map(snake_case, KEYS))
    assert len(KEYS) == len(SCENARIOS)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_scenario_has_its_agents(key: str) -> None:
    assert (AGENTS / key / "index.ts").is_file()


@pytest.mark.parametrize("folder", sorted(folders(AGENTS) - KEYS))
def test_agents_without_a_scenario_of_tools_use_control_tools_only(folder: str) -> None:
    assert tools_of_agents(folder) <= CONTROL


def test_the_words_that_are_looked_for_are_there() -> None:
    assert titles() and all(tools_of_agents(folder) for folder in folders(AGENTS))
    assert words_in("in customer_service_retail") and words_in("support_orders") and words_in('== "bank"')
    assert not words_in("unsupported") and not words_in("whom the bank supports")


def test_shared_code_names_no_scenario() -> None:
    found = {(str(file.relative_to(ROOT)), word) for file in shared_files() for word in words_in(file.read_text())}

    assert found - OTHER_MEANINGS == set()
    assert found >= OTHER_MEANINGS, "an exception that nobody needs"
