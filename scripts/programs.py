"""The three programs as child processes: how each is started, found ready, and stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from project import BACKEND, ROOT, VENV_PYTHON, say, stop, without_proxy_for_loopback

KEPT_LINES = 15
STOP_TIMEOUT_S = 8.0
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a child is on this machine


@dataclass
class Program:
    """One child process in a process group of its own, its lines prefixed with its name."""

    name: str
    command: list[str]
    folder: Path
    env: Mapping[str, str]
    port_setting: str
    ready_path: str
    _process: subprocess.Popen[str] | None = None
    _lines: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT_LINES))
    _reader: threading.Thread | None = None

    def require_free_port(self) -> None:
        """Stop with one line when something else listens on this program's port."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self._port()))
            except OSError:
                stop(
                    f"port {self._port()} is in use, and {self.name} needs it; "
                    f"stop what uses it, or set {self.port_setting} to another port"
                )

    def start(self) -> None:
        """Start it, and pass on what it writes."""
        self._process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._pass_on, daemon=True)
        self._reader.start()

    def is_ready(self) -> bool:
        """Whether it answers on its readiness path."""
        try:
            with DIRECTLY.open(f"http://127.0.0.1:{self._port()}{self.ready_path}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def exit_code(self) -> int | None:
        """Its exit code once it has ended."""
        return None if self._process is None else self._process.poll()

    def last_line(self) -> str:
        """What it wrote last, for the message that says why everything stops; the lines before stand above it."""
        if self._reader is not None and self.exit_code() is not None:
            self._reader.join(timeout=1)
        return next((line for line in reversed(self._lines) if line[:1].strip()), "it wrote nothing")

    def ask_to_stop(self) -> None:
        """Send the polite signal to its whole group."""
        self._signal(signal.SIGTERM)

    def wait_or_kill(self) -> None:
        """Wait for its end, and force it when it takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            say(f"frontdesk: {self.name} did not stop by itself")
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def _pass_on(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line.rstrip())
            say(f"{self.name:>12} | {line.rstrip()}")

    def _port(self) -> int:
        return int(self.env[self.port_setting])


def settings() -> dict[str, str]:
    """The environment of all three: the shell's, then `.env`, then addresses that follow from the ports."""
    given = {**read_env_file(), **os.environ, "NEXT_TELEMETRY_DISABLED": "1", "PYTHONUNBUFFERED": "1"}
    env = without_proxy_for_loopback(given)
    for name, port in (("TOOLSERVER_PORT", "8000"), ("VOICE_ENGINE_PORT", "8100"), ("PORT", "3000")):
        env[name] = env.get(name) or port
        if not (env[name].isdigit() and 0 < int(env[name]) < 65536):
            stop(f"{name} must be a port number, and it is {env[name]!r}")
    env["TOOLSERVER_URL"] = env.get("TOOLSERVER_URL") or f"http://127.0.0.1:{env['TOOLSERVER_PORT']}"
    if not env.get("OPENAI_API_KEY"):
        env["REALTIME_URL"] = env.get("REALTIME_URL") or f"http://127.0.0.1:{env['VOICE_ENGINE_PORT']}/v1"
    return env


def read_env_file(path: Path = ROOT / ".env") -> dict[str, str]:
    """The settings of `.env`, by the rules of python-dotenv; what the shell already sets wins."""
    try:
        return {name: value for name, value in dotenv_values(path, encoding="utf-8-sig").items() if value is not None}
    except UnicodeDecodeError:
        stop(f"{path} is not UTF-8 text: save it as UTF-8")


def programs(env: Mapping[str, str], *, reload: bool) -> list[Program]:
    """Toolserver, voice engine and page, in the order in which they depend on each other."""
    return [
        Program("toolserver", _python("toolserver", reload), BACKEND, env, "TOOLSERVER_PORT", "/readyz"),
        Program("voice_engine", _python("voice_engine", reload), BACKEND, env, "VOICE_ENGINE_PORT", "/healthz"),
        Program("web", _next("dev" if reload else "start", env), ROOT, env, "PORT", "/api/health"),
    ]


def _python(package: str, reload: bool) -> list[str]:
    if reload:
        folder = "." if package == "toolserver" else package  # tools of one's own may lie beside the toolserver
        return [str(VENV_PYTHON), str(ROOT / "scripts" / "reload.py"), package, folder]
    return [str(VENV_PYTHON), "-m", package]


def _next(command: str, env: Mapping[str, str]) -> list[str]:
    return [str(ROOT / "node_modules" / ".bin" / "next"), command, "-H", "127.0.0.1", "-p", env["PORT"]]
