"""How long an ordinary session waits for its answer while other sessions fill the engine with all that it takes."""

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from figures import Figure
from local_programs import LocalPrograms

_TURNS: Final = 20
_ABUSERS: Final = 4
_LONG: Final = (
    "I want to return my snowboard because it is defective. " * 4000
)  # some 220 kB: as much as an item may be
_NUMBERS: Final = count()
_CHOICES: Final = {"type": "string", "enum": [f"choice {n} of the pages" for n in range(100)]}
_ARGUMENTS: Final = {f"p{n}": {"$ref": "#/$defs/P"} for n in range(250)}
_SCHEMA: Final = {"type": "object", "properties": _ARGUMENTS, "required": [*_ARGUMENTS], "$defs": {"P": _CHOICES}}
_FOUND: Final = json.dumps({"result": {"things": [{"id": n, "name": f"page {n} of two"} for n in range(5000)]}})
_SAID: Final = "read the pages of january 5 1980, 206 135 1246, not 1 2 3 4 but choice 7. " * 30


def beside_abuse(programs: LocalPrograms) -> list[Figure]:
    """The median from a typed sentence to the whole answer: alone, and beside the others, in one run."""
    url = programs.engine.replace("http", "ws", 1) + "/v1/realtime?model=bench"
    alone = _median_ms(url)
    with _abuse(url, _say_at_length):
        beside = _median_ms(url)
    with _abuse(url, _use_everything):
        near_the_limits = _median_ms(url)
    return [
        Figure("typed sentence to whole answer, alone (text, median)", alone, "ms"),
        Figure(f"the same beside {_ABUSERS} sessions of {len(_LONG) // 1000} kB a sentence", beside, "ms"),
        Figure("beside them over alone", beside / alone, "x"),
        Figure(f"the same beside {_ABUSERS} sessions near every limit", near_the_limits, "ms"),
        Figure("beside those over alone", near_the_limits / alone, "x"),
    ]


def _median_ms(url: str) -> float:
    with _session(url) as session:
        _turn(session, "hello")
        return statistics.median(_timed_ms(session) for _ in range(_TURNS))


def _timed_ms(session: Connection) -> float:
    started = time.perf_counter()
    _turn(session, f"where is my order number {next(_NUMBERS)}")
    return (time.perf_counter() - started) * 1000


@contextmanager
def _session(url: str) -> Iterator[Connection]:
    headers = {"Authorization": "Bearer bench"}
    with connect(url, additional_headers=headers, max_size=None, proxy=None) as session:
        _send(session, "session.update", session={"type": "realtime", "output_modalities": ["text"]})
        yield session


def _turn(session: Connection, text: str) -> None:
    content = [{"type": "input_text", "text": text}]
    _add(session, type="message", role="user", content=content)
    _send(session, "response.create")
    while json.loads(session.recv(timeout=60))["type"] != "response.done":
        pass


def _add(session: Connection, **item: Any) -> None:
    _send(session, "conversation.item.create", item=item)


def _send(line: Connection, kind: str, **more: Any) -> None:
    line.send(json.dumps({"type": kind, **more}))


@contextmanager
def _abuse(url: str, turn: Callable[[Connection], None]) -> Iterator[None]:
    is_over = threading.Event()
    abusers = [threading.Thread(target=_abuser, args=(url, turn, is_over), daemon=True) for _ in range(_ABUSERS)]
    for each in abusers:
        each.start()
    time.sleep(2)
    try:
        yield
    finally:
        is_over.set()
        for each in abusers:
            each.join(timeout=60)


def _abuser(url: str, turn: Callable[[Connection], None], is_over: threading.Event) -> None:
    """A new session whenever the last one is full or was ended."""
    while not is_over.is_set():
        try:
            with _session(url) as session:
                for _ in range(15):  # then the conversation is full
                    turn(session)
        except (WebSocketException, TimeoutError, OSError):
            time.sleep(0.1)


def _say_at_length(session: Connection) -> None:
    _turn(session, _LONG)


def _use_everything(session: Connection) -> None:
    """New tools, all of which are listened for, and thousands of things that a call has found."""
    number = next(_NUMBERS)
    tools = [
        {"type": "function", "name": f"read_{n}", "description": f"Read {n} {number}, " * 30, "parameters": _SCHEMA}
        for n in range(20)
    ]
    steps = "# Steps\n" + "".join(f"{n}. Call `read_{n}`.\n" for n in range(20))
    _send(session, "session.update", session={"type": "realtime", "tools": tools, "instructions": steps})
    _add(session, type="function_call", call_id=f"c{number}", name="read_1", arguments="{}")
    _add(session, type="function_call_output", call_id=f"c{number}", output=_FOUND)
    _turn(session, _SAID)


if __name__ == "__main__":
    with LocalPrograms() as started:
        for figure in beside_abuse(started):
            sys.stdout.write(f"{figure.name}: {figure.value:.2f} {figure.unit}\n")
