"""`make test`: the checks, then everything that needs a real database, a real socket or a real browser."""

import time

from check import main as check
from chromium import find_or_install
from project import BACKEND, VENV, interruptible, run, say

ALONE = ("conformance", "faults")  # they keep time, or every core busy


def main() -> None:
    """Cheapest first, so that a small mistake is named early."""
    started = time.monotonic()
    browser = find_or_install()
    check()
    pytest = str(VENV / "bin" / "pytest")
    beside = [f"--ignore=tests/{folder}" for folder in ("unit", *ALONE)]
    run("pytest", [pytest, "-q", "-rs", "-n", "auto", "--maxprocesses", "4", "tests", *beside], cwd=BACKEND)
    run("pytest, alone", [pytest, "-q", "-rs", *(f"tests/{folder}" for folder in ALONE)], cwd=BACKEND)
    run("the conversations", ["npm", "run", "--silent", "converse"])
    run("the browser tests", ["npm", "run", "--silent", "browser"], env={"CHROMIUM_PATH": browser})
    say(f"make test: all well ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    interruptible(main)
