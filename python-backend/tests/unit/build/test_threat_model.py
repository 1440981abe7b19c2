"""Each line of the threat model names a test, and that test exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
NAMED = re.compile(r"`([\w/.-]+\.(?:py|ts))::([^`]+)`")
ROWS = [line for line in (ROOT / "docs" / "threat-model.md").read_text().splitlines() if line.startswith("| ")][2:]


def exists(file: str, name: str) -> bool:
    """Whether a file of either half has a test of that name."""
    path = ROOT / file if file.startswith("src/") else ROOT / "python-backend" / file
    text = path.read_text() if path.is_file() else ""
    return f"def {name}(" in text if path.suffix == ".py" else f"('{name}'" in text


def test_each_line_names_its_test() -> None:
    assert len(ROWS) > 40
    assert [row for row in ROWS if len(NAMED.findall(row)) != 1] == []


def test_each_named_test_exists() -> None:
    named = [found for row in ROWS for found in NAMED.findall(row)]

    assert [f"{file}::{name}" for file, name in named if not exists(file, name)] == []
