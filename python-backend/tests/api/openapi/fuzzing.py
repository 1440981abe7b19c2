"""The fuzzer's plan: FUZZ_SEED repeats a run, FUZZ_EXAMPLES makes it longer."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Final

from tests.programs import BACKEND, Toolserver

SEED: Final = int(os.environ.get("FUZZ_SEED", secrets.randbelow(1_000_000)))
EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "25"))
_LIMIT_S: Final = 3600
_SCHEMATHESIS: Final = (sys.executable, "-m", "schemathesis.cli")
_CONFIGURATION: Final = Path(__file__).with_name("schemathesis.toml")


def finds_nothing(toolserver: Toolserver, key: str | None = None) -> bool:
    """Whether everything the document promises holds; the fuzzer's report goes to stdout."""
    headers = () if key is None else ("--header", f"Authorization: Bearer {key}")
    Thread(target=toolserver.process.communicate, daemon=True).start()  # a log that nobody reads would stop it
    place = f"http://127.0.0.1:{toolserver.port}/openapi.json"
    plan = ("--checks", "all", "--max-examples", str(EXAMPLES), "--seed", str(SEED))
    done = subprocess.run(
        [*_SCHEMATHESIS, "--config-file", str(_CONFIGURATION), "run", place, *plan, *headers],
        cwd=BACKEND,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    sys.stdout.write(done.stdout)
    return done.returncode == 0
