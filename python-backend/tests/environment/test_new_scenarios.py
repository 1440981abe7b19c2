"""A scenario as a newcomer adds it: by `make scenario`, and by hand as docs/your-own-scenario.md says."""

import json
import re
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.environment.scratch import ROOT, copy_project, run
from tests.programs import running_toolserver

PAGE: Final = (ROOT / "docs" / "your-own-scenario.md").read_text()
FILES: Final = re.findall(r"^`([a-zA-Z/_.0-9-]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
ADDING: Final = """
import sys; sys.path.insert(0, "scripts")
import scenario; scenario.add_to_lists(scenario.names_of("library"))
"""


@pytest.fixture(name="project")
def a_copy_of_the_project(tmp_path: Path) -> Path:
    """Where something may be added."""
    return copy_project(tmp_path)


@pytest.fixture(scope="module", name="with_library")
def a_copy_with_the_page_s_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's files, and its lines in both lists."""
    project = copy_project(tmp_path_factory.mktemp("library"))
    for name, text in FILES:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    run(project, sys.executable, "-c", ADDING)
    run(project, "npm", "run", "--silent", "agents")
    return project


def test_make_scenario_writes_one_that_works(project: Path) -> None:
    said = run(project, sys.executable, "scripts/scenario.py", "bookClub")
    agents = json.loads((project / "contracts" / "agents.json").read_text())

    assert "npm run converse" in said
    assert "bookClub" in [each["key"] for each in agents["scenarios"]]
    run(project / "python-backend", sys.executable, "-m", "ruff", "check", "toolserver", "tests/unit/book_club")
    run(project / "python-backend", sys.executable, "-m", "ruff", "format", "--check", "toolserver/scenarios")
    run(project / "python-backend", *PYTEST, "tests/unit/toolserver/test_declarations.py")
    run(project, "npx", "--no-install", "prettier", "--check", "src/app/agentConfigs", "contracts")
    run(project, "npx", "--no-install", "vitest", "run", "src/app/agentConfigs")


def test_the_page_builds_a_library_that_works(with_library: Path) -> None:
    backend = with_library / "python-backend"
    run(backend, *PYTEST, "tests/unit/library", "tests/storage/test_migrations.py")
    run(backend, *PYTEST, "tests/unit/toolserver/test_declarations.py", "tests/unit/build/test_scenarios.py")
    run(backend, sys.executable, "-m", "mypy", "toolserver/scenarios/library")
    run(backend, sys.executable, "-m", "ruff", "check", "toolserver/scenarios", "tests/unit/library")
    run(with_library, "npx", "--no-install", "prettier", "--check", "src/app/agentConfigs", "contracts")
    run(with_library, "npx", "--no-install", "vitest", "run", "src/app/agentConfigs")

    assert len(FILES) == len({name for name, _ in FILES}) > 10


def test_the_page_s_call_is_answered_as_it_says(with_library: Path) -> None:
    (body,) = re.findall(r"-d '(.*)'$", PAGE, re.MULTILINE)
    (answer,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    backend = str(with_library / "python-backend")
    with running_toolserver(with_library, PYTHONPATH=backend, DEMO_DATA="on") as toolserver:
        answered = toolserver.client().post("/execute-tool", json=json.loads(body)).json()

    assert answered | {"took_ms": 4} == json.loads(answer)
