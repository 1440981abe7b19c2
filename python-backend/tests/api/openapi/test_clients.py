"""A client that is generated from the OpenAPI document compiles, works, and knows each tool's arguments."""

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.programs import BACKEND, running_toolserver
from toolserver.app import create_app
from toolserver.config import Settings

_TOOLS: Final = BACKEND.parent / "node_modules" / ".bin"
_TYPES: Final = BACKEND.parent / "node_modules" / "@types"
_COMPILE: Final = (
    *("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2023,dom", "--module", "nodenext"),
    *("--types", "node", "--typeRoots", str(_TYPES)),
)
_USE: Final = Path(__file__).with_name("client.mts").read_text()


def _run(*command: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the types that openapi-typescript, which also checks the document, makes of it."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'document.db'}", openai_api_key=None))
    (tmp_path / "openapi.json").write_text(json.dumps(app.openapi()))
    made = _run(_TOOLS / "openapi-typescript", "openapi.json", "--output", "toolserver.d.ts", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_a_generated_client_compiles_and_reads_results_and_errors(folder: Path) -> None:
    (folder / "client.mts").write_text(_USE)
    compiled = _run(_TOOLS / "tsc", *_COMPILE, "client.mts", folder=folder)
    assert compiled.stdout == ""
    with running_toolserver(folder, DEMO_DATA="on") as toolserver:
        used = _run("node", "client.mjs", f"http://127.0.0.1:{toolserver.port}", folder=folder)

    assert used.stdout.splitlines() == ["result true", "error not_found"], used.stderr


def test_what_no_tool_takes_or_answers_does_not_compile(folder: Path) -> None:
    mistakes = {"name": ("'lookupNewSales'", "'lookupOldSales'"), "choice": ("'boots'", "'sandals'")}
    mistakes |= {"argument": ("phoneNumber:", "phone:"), "result": (".sales", ".orders"), "error": (".code", ".kind")}
    for name, (right, wrong) in mistakes.items():
        (folder / f"{name}.mts").write_text(_USE.replace(right, wrong))

    compiled = _run(_TOOLS / "tsc", *_COMPILE, "--noEmit", *(f"{name}.mts" for name in mistakes), folder=folder)

    assert {line.partition(".mts(")[0] for line in compiled.stdout.splitlines() if ".mts(" in line} == set(mistakes)
