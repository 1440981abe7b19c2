"""Callers that repeat a call_id as the proxy does; every answer they get, and every one they miss, is noted."""

import asyncio
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from tests.faults.matrix import Fault, Happened

_ANSWER: Final = re.compile(
    r'\{"call_id": "[^"]*", (?P<said>"(?:result|error)": .*), "replayed": (?P<replayed>true|false), "took_ms": \d+\}'
)
_HEAD: Final = (
    b"POST /execute-tool HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
_LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_AGAIN: Final = {409: Fault.STILL_RUNNING, 503: Fault.REFUSED}
_GONE: Final = (Fault.GAVE_UP, Fault.ANSWER_LOST)
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
    """What was answered to each call_id, byte for byte, and what went wrong before."""

    said: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    first_answers: Counter[str] = field(default_factory=Counter)
    replays: Counter[str] = field(default_factory=Counter)
    happened: Happened = field(default_factory=Happened)

    def hear(self, call: Call, body: str) -> None:
        """Note one answer."""
        answer = _ANSWER.fullmatch(body)
        assert answer is not None, body
        is_replay = answer["replayed"] == "true"
        if is_replay and call.call_id not in self.said and self._has_gone(call):
            self.happened.note(Fault.LATE, call.call_id)
        self.said[call.call_id].add(answer["said"])
        (self.replays if is_replay else self.first_answers)[call.call_id] += 1

    def _has_gone(self, call: Call) -> bool:
        return any(call.call_id in self.happened.calls[fault] for fault in _GONE)


class NoAnswer(Exception):
    """The connection ended before an answer did."""


@dataclass(frozen=True)
class Line:
    """The way to the toolserver: each request is a connection of its own, so that each takes the next replica."""

    port: int
    witness: Witness = field(default_factory=Witness)
    in_flight: list[str] = field(default_factory=list)  # call_ids, one that was sent twice twice

    async def ask(self, call: Call, is_over: Callable[[], bool] = lambda: False) -> None:
        """Repeat until there is an answer, or until something else has happened."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                if await self.ask_once(call, _PATIENCE_S) or is_over():
                    return
                await asyncio.sleep(_PAUSE_S)

    async def ask_once(self, call: Call, gives_up_after_s: float) -> bool:
        """Whether there was an answer before the caller gave up."""
        self.in_flight.append(call.call_id)
        try:
            async with asyncio.timeout(gives_up_after_s):
                status, body = await self._post(json.dumps(call.body()).encode())
        except TimeoutError:
            return self._miss(call, Fault.GAVE_UP)
        except (NoAnswer, OSError):
            return self._miss(call, Fault.ANSWER_LOST)
        finally:
            self.in_flight.remove(call.call_id)
        if status in _AGAIN:
            return self._miss(call, _AGAIN[status])
        assert status == 200, f"{status} {body}"
        self.witness.hear(call, body)
        return True

    def _miss(self, call: Call, fault: Fault) -> bool:
        self.witness.happened.note(fault, call.call_id)
        return False

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
