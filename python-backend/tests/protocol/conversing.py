"""Drives a session by hand: events in, types and effects out, no I/O."""

import json
from collections.abc import Sequence
from itertools import count
from typing import Any, TypeVar

from voice_engine.protocol.effects import Output
from voice_engine.protocol.events import ServerEvent
from voice_engine.protocol.session import Opening, Session

E = TypeVar("E")
Event = dict[str, Any]


class Conversing:
    """A session with countable ids that remembers everything it put out."""

    def __init__(self, *, streams_audio: bool = False, **opening: Any) -> None:
        numbers = count(1)
        about = Opening("sess_1", 3600, streams_audio=streams_audio, **opening)
        self.session = Session(about, lambda prefix: f"{prefix}_{next(numbers)}")
        self.log: list[ServerEvent] = []
        self.effects: list[object] = []
        self.take(self.session.open())

    def take(self, outputs: Sequence[Output]) -> list[Event]:
        """Remember the outputs; answers the events among them as the client reads them."""
        events = [output for output in outputs if isinstance(output, ServerEvent)]
        self.log += events
        self.effects += [output for output in outputs if not isinstance(output, ServerEvent)]
        return [json.loads(event.to_json()) for event in events]

    def client(self, type_: str, **fields: Any) -> list[Event]:
        """The client sends an event."""
        return self.take(self.session.receive(json.dumps({"type": type_, **fields})))

    def typed(self, text: str, **fields: Any) -> list[Event]:
        """The client sends a typed message."""
        content = [{"type": "input_text", "text": text}]
        return self.client(
            "conversation.item.create", item={"type": "message", "role": "user", "content": content, **fields}
        )

    def effect(self, kind: type[E]) -> E:
        """The newest effect of a kind."""
        return next(effect for effect in reversed(self.effects) if isinstance(effect, kind))

    def begin_message(self) -> str:
        """The runner opens a message; answers its item id."""
        return str(
            find(self.take(self.session.write(lambda r: r.begin_message())), "response.output_item.added")["item"]["id"]
        )

    def speak(self, text: str, duration_ms: int = 1000) -> list[Event]:
        """The runner says a sentence."""
        words = self.take(self.session.write(lambda r: r.extend_message(text)))
        return words + self.take(self.session.write(lambda r: r.add_audio(b"\0\0", duration_ms)))

    def end_message(self) -> list[Event]:
        """The runner closes the message."""
        return self.take(self.session.write(lambda r: r.end_message()))

    def call_tool(self, name: str, **arguments: Any) -> list[Event]:
        """The runner writes a tool call."""
        return self.take(self.session.write(lambda r: r.call_tool(name, arguments)))

    def end(self, failure: str | None = None) -> list[Event]:
        """The runner is done with the response."""
        return self.take(self.session.response_ended(failure))


def types(events: Sequence[Event]) -> list[str]:
    """The events' types."""
    return [event["type"] for event in events]


def find(events: Sequence[Event], type_: str) -> Event:
    """The only event of that type."""
    (event,) = [event for event in events if event["type"] == type_]
    return event
