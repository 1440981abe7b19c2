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
    credentials = {} if key is None else {"Authorization": f"Bearer {key}"}
    headers = [text for name, value in credentials.items() for text in ("--header", f"{name}: {value}")]
    Thread(target=toolserver.process.communicate, daemon=True).start()  # a log that nobody reads would stop it
    place = f"http://127.0.0.1:{toolserver.port}/openapi.json"
    plan = ("--checks", "all", "--max-examples", str(EXAMPLES), "--seed", str(SEED))
    done = subprocess.run(
        [*_SCHEMATHESIS, "--config-file", str(_CONFIGURATION), "run", place, *plan, *headers],
        cwd=BACKEND,
        env={**os.environ, "PYTHONPATH": str(BACKEND), "FUZZ_SESSION": _session(toolserver, credentials)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    sys.stdout.write(done.stdout)
    return done.returncode == 0


def _session(toolserver: Toolserver, credentials: dict[str, str]) -> str:
    """An open one: carts and confirmations need it."""
    asked = {"scenario": "fuzzing", "agents": [{"name": "clerk", "tools": []}]}
    with toolserver.client() as client:
        opened = client.post("/sessions", json=asked, headers=credentials).raise_for_status().json()
    return str(opened["session_id"])
