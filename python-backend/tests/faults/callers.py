"""Callers that repeat a call_id as the proxy does, and a witness of every answer they get."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

_ANSWER: Final = re.compile(
    r'\{"call_id": "[^"]*", (?P<said>"(?:result|error)": .*), "replayed": (?P<replayed>true|false), "took_ms": \d+\}'
)
_HEAD: Final = (
    b"POST /execute-tool HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
_LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_AGAIN: Final = (409, 503)  # in progress; database away
_PATIENCE_S: Final = 30
_PAUSE_S: Final = 0.1


@dataclass(frozen=True)
class Call:
    """One tool call as it is sent, however often."""

    call_id: str
    tool_name: str = "postEntry"
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The contract's request."""
        return {"tool_name": self.tool_name, "arguments": self.arguments, "call_id": self.call_id}


@dataclass
class Witness:
    """What was answered to each call_id, byte for byte."""

    said: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    first_answers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def hear(self, call: Call, body: str) -> None:
        """Note one answer."""
        answer = _ANSWER.fullmatch(body)
        assert answer is not None, body
        self.said[call.call_id].add(answer["said"])
        self.first_answers[call.call_id] += answer["replayed"] == "false"


class NoAnswer(Exception):
    """The connection ended before an answer did."""


@dataclass(frozen=True)
class Line:
    """The way to the toolserver: each request is a connection of its own, so that each takes the next replica."""

    port: int
    witness: Witness = field(default_factory=Witness)

    async def ask(self, call: Call) -> None:
        """Repeat until there is an answer."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                if await self.ask_once(call, _PATIENCE_S):
                    return
                await asyncio.sleep(_PAUSE_S)

    async def ask_once(self, call: Call, gives_up_after_s: float) -> bool:
        """Whether there was an answer before the caller gave up."""
        try:
            async with asyncio.timeout(gives_up_after_s):
                status, body = await self._post(json.dumps(call.body()).encode())
        except (NoAnswer, OSError):  # the caller's own timeout is an OSError too
            return False
        if status in _AGAIN:
            return False
        assert status == 200, f"{status} {body}"
        self.witness.hear(call, body)
        return True

    async def _post(self, body: bytes) -> tuple[int, str]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        with closing(writer):
            writer.write(_HEAD % len(body) + body)
            answer = await reader.read()
        head, _, said = answer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is None or len(said) < int(length[1]):
            raise NoAnswer
        return int(head.split(b" ", 2)[1]), said.decode()
