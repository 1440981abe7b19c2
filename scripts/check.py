"""`make check`: format, lint, types, floors and unit tests of both halves, and the audit of what they use."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from project import BACKEND, ROOT, VENV, interruptible, say, stop, without_proxy_for_loopback

SCRIPT_FOLDERS = [str(ROOT / "scripts"), str(ROOT / "bench")]
ANSI_OFF = {"NO_COLOR": "1", "FORCE_COLOR": "0", "CI": "true"}


@dataclass(frozen=True)
class Check:
    """One tool, where it runs, and what it is called."""

    name: str
    command: list[str]
    folder: Path
    is_heard: bool = False  # also when it passes


def python_checks() -> list[Check]:
    """What holds for python-backend/, scripts/ and bench/."""
    tool = VENV / "bin"
    types = [str(tool / "mypy"), "--config-file", "pyproject.toml"]
    return [
        Check("ruff format", [str(tool / "ruff"), "format", "--check", "--quiet", ".", *SCRIPT_FOLDERS], BACKEND),
        Check("ruff", [str(tool / "ruff"), "check", "--quiet", ".", *SCRIPT_FOLDERS], BACKEND),
        Check("mypy", [*types, "toolserver", "voice_engine", "tests"], BACKEND),
        Check("mypy scripts", [*types, *SCRIPT_FOLDERS], BACKEND),
        Check("import floors", [str(tool / "lint-imports"), "--no-cache"], BACKEND),
        Check("pytest unit", [str(tool / "pytest"), "-q", "tests/unit"], BACKEND),
    ]


def web_checks() -> list[Check]:
    """What holds for src/ and e2e/."""
    names = {
        "prettier": "format",
        "eslint": "lint",
        "tsc": "types",
        "import floors of src": "floors",
        "vitest": "test",
    }
    return [Check(name, ["npm", "run", "--silent", script], ROOT) for name, script in names.items()]


def audits() -> list[Check]:
    """What waits for other people's servers."""
    return [Check("dependency audit", [sys.executable, str(ROOT / "scripts" / "audit.py")], ROOT, is_heard=True)]


def main() -> None:
    """Run all lanes, and stop with the names of what failed."""
    with ThreadPoolExecutor(3) as lanes:
        failed = [name for lane in lanes.map(_failures, (python_checks(), web_checks(), audits())) for name in lane]
    if failed:
        stop(f"make check failed: {', '.join(failed)}")
    say("make check: all well")


def _failures(checks: list[Check]) -> list[str]:
    return [check.name for check in checks if not _passes(check)]


def _passes(check: Check) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=check.folder,
        env=without_proxy_for_loopback({**os.environ, **ANSI_OFF}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    say(f"{'ok  ' if passed else 'FAIL'} {check.name} ({time.monotonic() - started:.1f} s)")
    if check.is_heard or not passed:
        sys.stdout.write(done.stdout)
    return passed


if __name__ == "__main__":
    interruptible(main)
