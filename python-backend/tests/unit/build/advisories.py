"""An advisory service on this machine, which knows of one vulnerable Python and one vulnerable npm package."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

VULNERABLE: Final = "leftpad-of-tests"


class _Service(BaseHTTPRequestHandler):
    """As much of OSV's and of npm's interface as the audits use."""

    fixed: str | None = None
    severity = "high"

    def do_POST(self) -> None:
        """Answer one question."""
        sent = self.rfile.read(int(self.headers["content-length"]))
        body = json.loads(gzip.decompress(sent) if self.headers.get("content-encoding") == "gzip" else sent)
        self._answer(self._of_npm(body) if "npm" in self.path else self._of_osv(body))

    def do_GET(self) -> None:
        """The versions there are of an npm package."""
        versions = {number: {"name": VULNERABLE, "version": number} for number in ("1.0.0", "2.0.0")}
        self._answer({"name": VULNERABLE, "dist-tags": {"latest": "2.0.0"}, "versions": versions})

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def _answer(self, value: dict[str, Any]) -> None:
        answer = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _of_osv(self, question: dict[str, Any]) -> dict[str, Any]:
        if question["package"]["name"] != VULNERABLE:
            return {}
        events = [{"introduced": "0"}, *([{"fixed": self.fixed}] if self.fixed else [])]
        affected = [{"package": question["package"], "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
        texts = {"id": "TEST-1", "summary": "bad", "details": "bad", "published": "2026-01-01T00:00:00Z"}
        return {"vulns": [{**texts, "aliases": [], "affected": affected}]}

    def _of_npm(self, question: dict[str, Any]) -> dict[str, Any]:
        if VULNERABLE not in question:
            return {}
        texts = {"id": 1, "url": "https://advisories.example/1", "title": "bad", "vulnerable_versions": "<2.0.0"}
        return {VULNERABLE: [{**texts, "severity": self.severity, "cwe": [], "cvss": {"score": 8}}]}


@contextmanager
def advisory_service(*, fixed: str | None = "2.0", severity: str = "high") -> Iterator[str]:
    """Its address, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Service", (_Service,), {"fixed": fixed, "severity": severity}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
