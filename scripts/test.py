"""`make test`: the checks, then everything that needs a real database, a real socket or a real browser."""

import time

from check import main as check
from chromium import find_or_install
from project import BACKEND, VENV, run, say


def main() -> None:
    """Cheapest first, so that a small mistake is named early."""
    started = time.monotonic()
    browser = find_or_install()
    check()
    pytest = str(VENV / "bin" / "pytest")
    run("pytest", [pytest, "-q", "-rs", "tests", "--ignore=tests/unit"], cwd=BACKEND)
    run("the conversations", ["npm", "run", "--silent", "converse"])
    run("the browser tests", ["npm", "run", "--silent", "browser"], env={"CHROMIUM_PATH": browser})
    say(f"make test: all well ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main()
