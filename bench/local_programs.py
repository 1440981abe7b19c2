"""The three programs on free ports with a database of their own."""

import sys
import tempfile
from types import TracebackType
from typing import Self

from children import ROOT, Children, free_port


class LocalPrograms:
    """A context in which all of them answer."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="frontdesk-bench-")
        ports = {name: free_port() for name in ("TOOLSERVER_PORT", "VOICE_ENGINE_PORT", "PORT")}
        self.toolserver, self.engine, self.web = (f"http://127.0.0.1:{port}" for port in ports.values())
        self._web_port = str(ports["PORT"])
        self._children = Children(
            {
                **{name: str(port) for name, port in ports.items()},
                "TOOLSERVER_URL": self.toolserver,
                "REALTIME_URL": f"{self.engine}/v1",
                "DATABASE_URL": f"sqlite:///{self._folder.name}/bench.db",
                "NEXT_TELEMETRY_DISABLED": "1",
                "SESSION_CALLS_A_MINUTE": "100000",
            }
        )

    def __enter__(self) -> Self:
        self._children.start([sys.executable, "-m", "toolserver"])
        self._children.start([sys.executable, "-m", "voice_engine"])
        self._children.start(
            [str(ROOT / "node_modules/.bin/next"), "start", "-H", "127.0.0.1", "-p", self._web_port], ROOT
        )
        self._children.wait_for(f"{self.toolserver}/readyz", f"{self.engine}/healthz", f"{self.web}/api/health")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._children.stop()
        self._folder.cleanup()
