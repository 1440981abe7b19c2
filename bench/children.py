"""Programs that a measurement starts, and that are gone after it."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "python-backend"
START_TIMEOUT_S = 60.0
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_OF_THE_SHELL = ("OPENAI_API_KEY", "TOOLSERVER_API_KEY")  # would change what is measured


class Children:
    """Started with one environment, ended together."""

    def __init__(self, env: Mapping[str, str]) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_SHELL}
        self._env = {**inherited, "PYTHONPATH": str(BACKEND), **env}
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str], folder: Path = BACKEND) -> None:
        """Start one; it says nothing."""
        quiet = subprocess.DEVNULL
        self._running.append(
            subprocess.Popen(command, cwd=folder, env=self._env, stdin=quiet, stdout=quiet, stderr=quiet)
        )

    def wait_for(self, *urls: str) -> None:
        """Return when all answer; a bench whose programs do not start leaves none behind."""
        try:
            for url in urls:
                _wait_for(url)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End them all."""
        for child in self._running:
            child.terminate()
        for child in self._running:
            try:
                child.wait(timeout=8)
            except subprocess.TimeoutExpired:
                child.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            _DIRECTLY.open(url, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"bench: {url} did not answer")
