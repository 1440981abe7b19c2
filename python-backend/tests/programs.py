"""Programs as users start them: processes of their own, whose lines a test can wait for."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2

BACKEND: Final = Path(__file__).parents[1]
PATIENCE_S: Final = 30


@dataclass
class Program:
    """One process and what it has written so far."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def until(self, text: str) -> str:
        """The next line that holds the text. Raises AssertionError when the program ends without one."""
        output = self.process.stdout
        assert output is not None
        for line in output:
            self.lines.append(line)
            if text in line:
                return line
        raise AssertionError("".join(self.lines))

    def ended(self) -> int:
        """Its exit status, once it has ended by itself; the rest of its lines is kept."""
        rest, _ = self.process.communicate(timeout=PATIENCE_S)
        self.lines += rest.splitlines(keepends=True)
        return self.process.returncode


@dataclass
class Toolserver(Program):
    """`python -m toolserver`, ready."""

    port: int = 0

    def client(self) -> httpx2.Client:
        """A client of it, which keeps its connections open."""
        return httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE_S)


@contextmanager
def running_program(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Program]:
    """Start it with nothing but this environment; nothing is left of it afterwards."""
    path = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Program(process)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def running_toolserver(folder: Path, *places: Path, **environment: str) -> Iterator[Toolserver]:
    """A toolserver in that folder, with `places` on its path, on a SQLite file there unless told otherwise."""
    port = free_port()
    settings = {
        "TOOLSERVER_PORT": str(port),
        "DEMO_DATA": "off",
        "PYTHONPATH": os.pathsep.join(map(str, (BACKEND, *places))),
        **environment,
    }
    with running_program([sys.executable, "-m", "toolserver"], folder, settings) as started:
        toolserver = Toolserver(started.process, port=port)
        toolserver.until("Toolserver running on")
        yield toolserver


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
