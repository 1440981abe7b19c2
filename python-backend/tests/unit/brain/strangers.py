"""A client that a brain knows nothing about: it declares, says and answers whatever it likes."""

import json
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final

from tests.unit.brain.shop import FixedManifest
from voice_engine.models.offline import Embedder, build_offline_brain
from voice_engine.pipeline.stages import CallTool, Conversation, Reply

HUNG_S: Final = 20  # a detector of what does not end, no measure of speed
SAID: Final = ("please read the pages of a file", "seven", "s" * 50, "yes", "yes please", "no", "read it again")
Json = Mapping[str, Any]


class Hung(Exception):
    """It had to end long before."""


@contextmanager
def alarm(seconds: float = HUNG_S) -> Iterator[None]:
    """Raise Hung in what is still busy then, also within a regular expression."""

    def raise_hung(_: int, __: FrameType | None) -> None:
        raise Hung(f"still busy after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, raise_hung)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def tool(parameters: object = None, name: str = "read_pages", description: str = "Read pages of a file.") -> Json:
    """A function tool as a client declares it."""
    return {"type": "function", "name": name, "description": description, "parameters": parameters}


@dataclass
class Stranger:
    """One session: each call is answered with the same output, five times a turn at most."""

    tools: Sequence[Json] = (tool({"type": "object", "properties": {}}),)
    manifest: Any = None
    instructions: str = ""
    output: object = '{"result": {"say": "Done."}}'
    embedder: Embedder | None = None
    items: list[Json] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._brain = build_offline_brain(FixedManifest(self.manifest), self.embedder)

    async def talk(self, *sentences: str) -> list[Reply]:
        """Everything that was answered; each response has to end before the alarm."""
        for said in sentences or SAID:
            self.add({"type": "message", "role": "user", "content": [{"type": "input_text", "text": said}]})
            for _ in range(5):
                if not self._answer_calls(await self.respond()):
                    break
        return self.replies

    async def respond(self) -> Reply:
        """One response."""
        with alarm():
            self.replies.append(
                await self._brain.respond(Conversation(self.instructions, self.tools, tuple(self.items)))
            )
        return self.replies[-1]

    def add(self, item: Json) -> None:
        """One more item of the conversation."""
        self.items.append({"id": f"item_{len(self.items)}", **item})

    def _answer_calls(self, reply: Reply) -> bool:
        calls = [part for part in reply.parts if isinstance(part, CallTool)]
        for call in calls:
            call_id = f"call_{len(self.items)}"
            arguments = json.dumps(call.arguments)
            self.add({"type": "function_call", "call_id": call_id, "name": call.name, "arguments": arguments})
            self.add({"type": "function_call_output", "call_id": call_id, "output": self.output})
        return bool(calls)
