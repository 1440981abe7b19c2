"""Install what `make run` and `make test` need, each part only when its lock or its source changed.

Needs Python 3.11 and Node 20.9 or newer, and nothing else; imports only the standard library.
"""

from __future__ import annotations  # an older Python must get as far as the message that it is too old

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from project import (
    BACKEND,
    ROOT,
    STATE,
    VENV,
    VENV_PYTHON,
    content_stamp,
    interruptible,
    is_stamped,
    run,
    say,
    stop,
    succeeds,
    write_stamp,
)

NPM_CI = ("npm", "ci", "--no-fund", "--no-audit", "--loglevel", "error")
NEXT_BUILD = ("npm", "run", "--silent", "build")
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 9)
WEB_SOURCE = (
    "src",
    "public",
    "package-lock.json",
    "next.config.js",
    "tsconfig.json",
    "postcss.config.mjs",
)


def main() -> None:
    """Check the machine, then install and build what is missing."""
    asked = _arguments()
    check_python()
    if asked.only:
        install_python((asked.only,))
        if asked.only == "engine":
            install_speech()
        return
    check_node()
    install_python(("toolserver", "engine", "dev") if asked.dev else ("toolserver", "engine"))
    install_node()
    if not asked.no_speech:
        install_speech()
    if not asked.no_build:
        build_web()


def check_python() -> None:
    """Stop with one line when this Python is too old or incomplete."""
    if sys.version_info < OLDEST_PYTHON:
        stop(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]} (make PYTHON=… takes another)")
    if not VENV_PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        stop("this Python cannot make virtual environments (on Debian and Ubuntu: apt-get install python3-venv)")


def check_node() -> None:
    """Stop with one line when Node is missing or too old."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        stop("Node 20.9 or newer with npm is needed, and `node` or `npm` is not on the PATH")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_NODE:
        stop(f"Node 20.9 or newer is needed, and this is {version}")


def install_python(locks: Iterable[str]) -> None:
    """Make the virtual environment and install the packages of these locks."""
    if not VENV_PYTHON.exists():
        say("setup: making the virtual environment in python-backend/.venv")
        run("making the virtual environment", [sys.executable, "-m", "venv", VENV])
        for stamp in STATE.glob("python-*.stamp"):
            stamp.unlink()
    for name in locks:
        _install_lock(name, BACKEND / "requirements" / f"{name}.txt")


def install_node() -> None:
    """Install the locked npm packages."""
    stamp = content_stamp(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    if is_stamped("npm", stamp) and (ROOT / "node_modules").is_dir():
        return
    say("setup: installing the npm packages (about half a minute)")
    run("npm ci", NPM_CI)
    write_stamp("npm", stamp)


def install_speech() -> None:
    """Install the speech models; without them the engine serves text and says what is missing."""
    if not succeeds([VENV_PYTHON, ROOT / "scripts" / "setup_speech.py"]):
        say("setup: WARNING: the speech models could not be installed; calls work by text. `make setup` tries again.")


def build_web() -> None:
    """Build the page when its source changed since the last build."""
    stamp = content_stamp(*(ROOT / part for part in WEB_SOURCE))
    if is_stamped("web", stamp) and (ROOT / ".next" / "BUILD_ID").is_file():
        return
    say("setup: building the page")
    run("next build", NEXT_BUILD)
    write_stamp("web", stamp)


def _install_lock(name: str, lock: Path) -> None:
    stamp = content_stamp(lock, extra=str(VENV))
    if is_stamped(f"python-{name}", stamp):
        return
    say(f"setup: installing the Python packages of requirements/{lock.name}")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(f"installing requirements/{lock.name}", [*pip, "--require-hashes", "--no-deps", "-r", lock])
    write_stamp(f"python-{name}", stamp)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what tests and linters need")
    parser.add_argument("--only", choices=("toolserver", "engine"), help="what one program needs (for its image)")
    parser.add_argument("--no-build", action="store_true", help="do not build the page")
    parser.add_argument("--no-speech", action="store_true", help="do not install the speech models")
    return parser.parse_args()


if __name__ == "__main__":
    interruptible(main)
