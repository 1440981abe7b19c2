"""`make scenario NAME=library`: a business with one tool, one table, one agent and one conversation, all green."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template

from project import BACKEND, ROOT, VENV, interruptible, run, say, stop

TEMPLATE = ROOT / "scripts" / "scenario_template"
SCENARIOS = BACKEND / "toolserver" / "scenarios" / "__init__.py"
AGENTS = ROOT / "src" / "app" / "agentConfigs" / "index.ts"
NEXT_STEPS = """
$Title is there. Try it: `make run`, choose it on the page, and say "When are you open?".

What is next, in this order (docs/your-own-scenario.md goes through it with an example):
1. What it keeps: tables in python-backend/toolserver/scenarios/$snake/tables.py, and a migration that makes them.
2. Whom it knows: a tool that verifies callers with `toolkit.verifying.verify`, and `people` for erasures.
3. What it can do: a file a tool, and its line in scenario.py. A write that matters asks first (`confirm=`).
4. What its agent says: src/app/agentConfigs/$key/, then `npm run agents`.
5. What must happen when people talk to it: contracts/conversations/$key/, then `npm run converse $key`.
"""


def main() -> None:
    """Write the folders, name them in both halves, and try them."""
    names = names_of(sys.argv[1] if len(sys.argv) > 1 else "")
    files = dict(_files(names))
    there = next((file for file in files if file.exists()), None)
    if there is not None:
        stop(f"{there.relative_to(ROOT)} is there already")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        say(f"  {file.relative_to(ROOT)}")
    add_to_lists(names)
    run("contracts/agents.json", ["npm", "run", "--silent", "agents"])
    pytest = [str(VENV / "bin" / "pytest"), "-q", f"tests/unit/{names['snake']}", "tests/storage/test_migrations.py"]
    run("the tests of the new scenario", pytest, cwd=BACKEND)
    say(Template(NEXT_STEPS).substitute(names))


def names_of(key: str) -> dict[str, str]:
    """`customerServiceRetail`, and what follows from it."""
    if not re.fullmatch(r"[a-z][A-Za-z0-9]{1,30}", key):
        stop("say which: make scenario NAME=library (a name like customerServiceRetail: letters and digits)")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).lower()
    title = f"the {words}"
    return {"key": key, "snake": words.replace(" ", "_"), "title": title, "Title": title.capitalize()}


def _files(names: dict[str, str]) -> Iterator[tuple[Path, str]]:
    snake, key = names["snake"], names["key"]
    folders = {
        "python": BACKEND / "toolserver" / "scenarios" / snake,
        "tests": BACKEND / "tests" / "unit" / snake,
        "agents": AGENTS.parent / key,
        "conversations": ROOT / "contracts" / "conversations" / key,
    }
    for part, folder in folders.items():
        for written in sorted((TEMPLATE / part).rglob("*.tmpl")):
            place = str(written.relative_to(TEMPLATE / part)).removesuffix(".tmpl")
            named = place.replace("first.py", f"{snake}_0001.py").replace("agent.ts", f"{key}Agent.ts")
            yield folder / named, Template(written.read_text()).substitute(names)


def add_to_lists(names: dict[str, str]) -> None:
    """Name it in both halves: an import and a word each."""
    snake, key = names["snake"], names["key"]
    known = f"from toolserver.scenarios.{snake}.scenario import {snake}\n"
    _add(SCENARIOS, known, before="from toolserver.toolkit", entry=f"{snake},", of="SCENARIOS")
    _add(AGENTS, f"import {{ {key} }} from './{key}';\n", before="import type", entry=f"{key},", of="scenarios")
    run("ruff", [str(VENV / "bin" / "ruff"), "check", "--fix", "--quiet", str(SCENARIOS)], cwd=BACKEND)
    run("ruff format", [str(VENV / "bin" / "ruff"), "format", "--quiet", str(SCENARIOS)], cwd=BACKEND)
    run("prettier", ["npx", "--no-install", "prettier", "--write", "--log-level", "warn", str(AGENTS)])


def _add(file: Path, imported: str, *, before: str, entry: str, of: str) -> None:
    text = file.read_text()
    text = text.replace(before, f"{imported}{before}", 1)
    text, added = re.subn(rf"(\b{of}\b[^=]*= *[(\[])([^)\]]*?),?\s*([)\]])", rf"\1\2, {entry} \3", text, count=1)
    if not added:
        stop(f"{file.relative_to(ROOT)}: {of} was not found; name {entry.rstrip(',')} there yourself")
    file.write_text(text)


if __name__ == "__main__":
    interruptible(main)
