"""The three programs on free ports with a database of their own, and the bare handler they are compared with."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "python-backend"
START_TIMEOUT_S = 60.0


class LocalPrograms:
    """A context in which all of them answer."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="frontdesk-bench-")
        self._children: list[subprocess.Popen[bytes]] = []
        ports = {name: free_port() for name in ("TOOLSERVER_PORT", "VOICE_ENGINE_PORT", "PORT", "BARE_PORT")}
        self.toolserver, self.engine, self.web, self.bare = (f"http://127.0.0.1:{port}" for port in ports.values())
        self._env = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("OPENAI_API_KEY", "TOOLSERVER_API_KEY")
            },
            **{name: str(port) for name, port in ports.items()},
            "TOOLSERVER_URL": self.toolserver,
            "REALTIME_URL": f"{self.engine}/v1",
            "DATABASE_URL": f"sqlite:///{self._folder.name}/bench.db",
            "NEXT_TELEMETRY_DISABLED": "1",
        }

    def __enter__(self) -> Self:
        next_start = [str(ROOT / "node_modules/.bin/next"), "start", "-H", "127.0.0.1", "-p", self._env["PORT"]]
        self._start([sys.executable, str(ROOT / "bench" / "bare_handler.py")], BACKEND)
        self._start([sys.executable, "-m", "toolserver"], BACKEND)
        self._start([sys.executable, "-m", "voice_engine"], BACKEND)
        self._start(next_start, ROOT)
        try:
            self._wait_for_all()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def _wait_for_all(self) -> None:
        for url in (
            f"{self.toolserver}/readyz",
            f"{self.engine}/healthz",
            f"{self.web}/api/health",
            f"{self.bare}/ready",
        ):
            self._wait_for(url)

    def _stop(self) -> None:
        for child in self._children:
            child.terminate()
        for child in self._children:
            try:
                child.wait(timeout=8)
            except subprocess.TimeoutExpired:
                child.kill()
        self._folder.cleanup()

    def _start(self, command: list[str], folder: Path) -> None:
        quiet = subprocess.DEVNULL
        self._children.append(
            subprocess.Popen(command, cwd=folder, env=self._env, stdin=quiet, stdout=quiet, stderr=quiet)
        )

    def _wait_for(self, url: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(url, timeout=2).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"bench: {url} did not answer")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
