"""Where the parts of the project are, and how its scripts speak."""

from __future__ import annotations  # an older Python must get as far as the message that it is too old

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "python-backend"
VENV = BACKEND / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STATE = ROOT / ".frontdesk"
INTERRUPTED = 130  # what shells say of a program that Ctrl-C ended


def say(line: str) -> None:
    """Tell the person at the terminal one line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def stop(reason: str) -> NoReturn:
    """End the script with one clear line."""
    sys.stderr.write(f"\nfrontdesk: {reason}\n")
    raise SystemExit(1)


def interruptible(main: Callable[[], object]) -> None:
    """Run a script; Ctrl-C ends it without a traceback."""
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def run(what: str, command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run one step to its end, or stop with its name."""
    if not succeeds(command, cwd=cwd, env=env):
        stop(f"{what} failed (the command was: {' '.join(map(str, command))})")


def succeeds(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> bool:
    """Run one step to its end and say whether it went well."""
    name = str(command[0])
    if shutil.which(name) is None:
        stop(f"{name!r} is not installed")
    full = without_proxy_for_loopback({**os.environ, "NEXT_TELEMETRY_DISABLED": "1", **(env or {})})
    return subprocess.run([str(part) for part in command], cwd=cwd, env=full, check=False).returncode == 0


def content_stamp(*paths: Path, extra: str = "") -> str:
    """A digest of everything in these files and folders, so that a step runs again only when its input changed."""
    digest = hashlib.sha256(extra.encode())
    for path in sorted(_files(paths)):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stamped(step: str, stamp: str) -> bool:
    """Whether this step already ran on this input."""
    file = STATE / f"{step}.stamp"
    return file.is_file() and file.read_text() == stamp


def write_stamp(step: str, stamp: str) -> None:
    """Remember that this step ran on this input."""
    STATE.mkdir(exist_ok=True)
    (STATE / f"{step}.stamp").write_text(stamp)


def without_proxy_for_loopback(env: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child: whatever proxy it names, this machine is reached directly."""
    named = env.get("no_proxy") or env.get("NO_PROXY") or ""
    direct = ",".join(filter(None, (named, "localhost", "127.0.0.1", "::1")))
    return {**env, "NO_PROXY": direct, "no_proxy": direct}  # libraries differ in which of the two they read


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        elif path.is_file():
            yield path
