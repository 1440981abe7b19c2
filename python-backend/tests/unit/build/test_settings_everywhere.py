"""A setting stands in four places: the program that reads it, README.md, .env.example and docker-compose.yml."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from pydantic_settings import BaseSettings

from toolserver.config import Settings as ToolserverSettings
from toolserver.scenarios import SCENARIOS
from voice_engine.config import Settings as EngineSettings

ROOT: Final = Path(__file__).resolve().parents[4]
COMPOSE_TEXT: Final = (ROOT / "docker-compose.yml").read_text()
COMPOSE: Final[dict[str, Any]] = yaml.safe_load(COMPOSE_TEXT)["services"]
PYTHON_PROGRAMS: Final[dict[str, tuple[type[BaseSettings], ...]]] = {
    "toolserver": (ToolserverSettings, *(each.settings for each in SCENARIOS if each.settings is not None)),
    "voice_engine": (EngineSettings,),
}
READ_BY_NEXT_ITSELF: Final = {"PORT"}
FIXED_BY_COMPOSE: Final = {
    "TOOLSERVER_HOST": "a container listens everywhere; its ports are published on loopback only",
    "VOICE_ENGINE_HOST": "as TOOLSERVER_HOST",
    "PORT": "the port in a container, and the published one, are the file's",
    "TOOLSERVER_PORT": "as PORT",
    "VOICE_ENGINE_PORT": "as PORT",
    "TOOLSERVER_URL": "the toolserver's container",
    "DATABASE_URL": "the file's PostgreSQL",
    "VOICE_ENGINE_MODELS": "the models lie in the image",
}


def _read_by_the_programs() -> dict[str, set[str]]:
    python = {
        program: {name.upper() for kind in kinds for name in kind.model_fields}
        for program, kinds in PYTHON_PROGRAMS.items()
    }
    web = set(re.findall(r"^  ([A-Z][A-Z0-9_]+): ", (ROOT / "src/server/env.ts").read_text(), re.MULTILINE))
    return {**python, "web": web | READ_BY_NEXT_ITSELF}


def _readers_in_the_readme() -> dict[str, str]:
    """The last column of the configuration table, for each name of the first."""
    section = (ROOT / "README.md").read_text().partition("## Configuration\n")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    return {name: row[-2] for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]*)`", row[1])}


def _names_in_the_operations_page() -> set[str]:
    return set(re.findall(r"`(OTEL_[A-Z0-9_]*[A-Z0-9])`", (ROOT / "docs/operations.md").read_text()))


READ_BY: Final = _read_by_the_programs()
README: Final = _readers_in_the_readme()
OPERATIONS: Final = _names_in_the_operations_page()
EXAMPLE: Final = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
READ_BY_COMPOSE: Final = set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)", COMPOSE_TEXT))
SETTINGS: Final = set.union(*READ_BY.values())


def _is_passed_on(program: str, name: str) -> bool:
    """Whether the value comes from the shell or from `.env`: `NAME:`, or `NAME: ${NAME:-default}`."""
    environment = COMPOSE[program]["environment"]
    return name in environment and (environment[name] is None or str(environment[name]).startswith(f"${{{name}:-"))


def _is_told(program: str, name: str) -> bool:
    if name.startswith("OTEL_"):
        return name in OPERATIONS
    return re.search(rf"\b{program}\b", README.get(name, "")) is not None


def _missing_for(program: str, name: str) -> Iterator[str]:
    if not _is_told(program, name):
        yield f"{name}: missing in README.md's table (OTEL_: docs/operations.md), or its row lacks {program}"
    if name not in FIXED_BY_COMPOSE and not _is_passed_on(program, name):
        yield f"{name}: docker-compose.yml does not pass it on to {program}"


def _missing() -> Iterator[str]:
    for program, names in READ_BY.items():
        for name in names:
            yield from _missing_for(program, name)
    in_example_file = {name for name in SETTINGS | READ_BY_COMPOSE if not name.startswith("OTEL_")}
    yield from (f"{name}: missing in .env.example" for name in in_example_file - EXAMPLE)
    for name in READ_BY_COMPOSE - README.keys():
        yield f"{name}: docker-compose.yml reads it, and README.md's table lacks it"
    for name in OPERATIONS - COMPOSE["toolserver"]["environment"].keys():
        yield f"{name}: in docs/operations.md, and docker-compose.yml does not pass it on to toolserver"


def _unread() -> Iterator[str]:
    read = SETTINGS | READ_BY_COMPOSE
    for place, names in (
        ("README.md", README.keys()),
        (".env.example", EXAMPLE),
        ("FIXED_BY_COMPOSE", FIXED_BY_COMPOSE),
    ):
        yield from (f"{name}: in {place}, and nobody reads it" for name in set(names) - read)
    for program, names in READ_BY.items():
        read_here = names | (OPERATIONS if program == "toolserver" else set())
        given = set(COMPOSE[program]["environment"]) - read_here
        yield from (f"{name}: docker-compose.yml gives it to {program}, which does not read it" for name in given)


def test_the_sources_are_found() -> None:
    assert min(map(len, (*READ_BY.values(), README, EXAMPLE, OPERATIONS))) > 5


def test_every_setting_stands_in_readme_example_file_and_compose() -> None:
    missing = sorted(_missing())

    assert not missing, "\n".join(missing)


def test_no_place_names_a_setting_that_nobody_reads() -> None:
    unread = sorted(_unread())

    assert not unread, "\n".join(unread)


def test_what_compose_fixes_is_not_passed_on() -> None:
    passed = {name for program in READ_BY for name in FIXED_BY_COMPOSE if _is_passed_on(program, name)}

    assert sorted(passed) == []


def test_compose_makes_no_empty_value_of_an_unset_variable() -> None:
    assert re.findall(r"\$\{\w+:?-?\}", COMPOSE_TEXT) == []


@pytest.mark.parametrize("program", PYTHON_PROGRAMS)
def test_an_empty_variable_counts_as_unset(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    unset = [kind() for kind in PYTHON_PROGRAMS[program]]
    for name in SETTINGS:
        monkeypatch.setenv(name, "")

    assert [kind() for kind in PYTHON_PROGRAMS[program]] == unset
