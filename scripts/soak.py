"""`make soak`: what takes longer than `make test` may, part by part; each has a bound, and a seed that repeats it.

`make soak PARTS=fuzz,memory` runs two of them, `make soak PARTS=fuzz FUZZ_SEED=7` runs one again as it was.
"""

import argparse
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from project import BACKEND, VENV, interruptible, say, stop


@dataclass(frozen=True)
class Part:
    """Some tests, at the length that shows more than every day's, and how long they may take."""

    name: str
    about: str
    tests: str
    seed: str | None  # the variable that holds it, where chance plays a part
    limit_s: int
    settings: Mapping[str, str] = field(default_factory=dict)  # unless the shell has others


PARTS = (
    Part(
        "fuzz",
        "the OpenAPI document against 500 examples an operation, without and with a key",
        "tests/api/openapi/test_fuzzing.py",
        "FUZZ_SEED",
        3600,
        {"FUZZ_EXAMPLES": "500"},
    ),
    Part(
        "faults",
        "replicas killed, callers gone, the database away: five minutes of seeds for each kind of database",
        "tests/faults/test_random_faults.py",
        "FAULTS_SEED",
        1200,
        {"FAULTS_MINUTES": "5"},
    ),
    Part(
        "memory",
        "what a toolserver takes after 200,000 calls on SQLite, against half as many",
        "tests/api/limits/test_memory.py",
        None,
        1800,
        {"MEMORY_CALLS": "200000"},
    ),
)


def main() -> None:
    """Run the named parts, or all; stop with the names of those that failed."""
    known = {part.name: part for part in PARTS}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="?", default=",".join(known), help=f"of {','.join(known)}; else all of them")
    names = parser.parse_args().parts.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        stop(f"there is no part {unknown[0]!r}; there are {', '.join(known)}")
    failed = [name for name in names if not _passes(known[name])]
    if failed:
        stop(f"make soak failed: {', '.join(failed)}")
    say("make soak: all well")


def _passes(part: Part) -> bool:
    seed = {part.seed: os.environ.get(part.seed) or str(secrets.randbelow(1_000_000))} if part.seed else {}
    named = "".join(f"{variable}={value}, " for variable, value in seed.items())
    say(f"{part.name}: {part.about} ({named}{part.limit_s} s at most)")
    started = time.monotonic()
    passed = _run(part, seed)
    say(f"{'ok  ' if passed else 'FAIL'} {part.name} ({named}{time.monotonic() - started:.0f} s)")
    return passed


def _run(part: Part, seed: Mapping[str, str]) -> bool:
    """In a process group of its own, because what the tests start has to end with them."""
    command = [str(VENV / "bin" / "pytest"), "-q", "-rA", part.tests]
    settings = {**part.settings, **os.environ, **seed}
    process = subprocess.Popen(command, cwd=BACKEND, env=settings, start_new_session=True)
    try:
        return process.wait(part.limit_s) == 0
    except subprocess.TimeoutExpired:
        say(f"{part.name} did not end within {part.limit_s} s")
        return False
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # all have ended
        return
    process.wait()


if __name__ == "__main__":
    interruptible(main)
