"""A setting stands in four places: the program that reads it, README.md, .env.example and docker-compose.yml."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from toolserver.config import Settings as ToolserverSettings
from voice_engine.config import Settings as EngineSettings

ROOT: Final = Path(__file__).resolve().parents[4]
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
WEB: Final = set(re.findall(r"^  ([A-Z_]+): ", (ROOT / "src/server/env.ts").read_text(), re.MULTILINE))
READ_BY: Final = {
    "toolserver": {name.upper() for name in ToolserverSettings.model_fields},
    "voice_engine": {name.upper() for name in EngineSettings.model_fields},
    "web": WEB,
}
EVERY: Final = sorted(set.union(*READ_BY.values()))
FIXED_BY_COMPOSE: Final = {
    "VOICE_ENGINE_MODELS": "the models lie in the image",
    "PORT": "published as 3000",
}
OF_ANOTHER_CONTAINER: Final = {"TOOLSERVER_PORT", "VOICE_ENGINE_PORT"}  # the web server is given whole addresses


def told(page: str) -> set[str]:
    """The names on a page; OTEL_ variables are told as a family."""
    return set(re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bPORT\b", (ROOT / page).read_text()))


@pytest.mark.parametrize("name", EVERY)
def test_a_setting_is_in_the_readme_and_in_the_example_file(name: str) -> None:
    pages = ("docs/operations.md",) if name.startswith("OTEL_") else ("README.md", ".env.example")
    where = [page for page in pages if name not in told(page)]

    assert where == [], f"{name} is not in {where}"


@pytest.mark.parametrize("program", READ_BY)
def test_compose_passes_every_setting_on(program: str) -> None:
    given = set(COMPOSE[program]["environment"])
    missing = READ_BY[program] - given - FIXED_BY_COMPOSE.keys()
    missing -= OF_ANOTHER_CONTAINER if program == "web" else set()

    assert sorted(missing) == [], f"docker-compose.yml, {program}: add these names"


def test_what_is_set_without_a_value_reaches_its_program_only_if_it_is_set() -> None:
    texts = [value for each in READ_BY for value in COMPOSE[each]["environment"].values() if value is not None]

    assert all(str(value) for value in texts)
    assert [value for value in texts if str(value).endswith(":-}")] == []
