"""Writes one response: its items and every event about them, in the order clients rely on."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from voice_engine.protocol.conversation import Conversation
from voice_engine.protocol.events import Wire
from voice_engine.protocol.outbox import Outbox

_WORD: Final = re.compile(r"\s*\S+\s*")
_ARGUMENTS_DELTA: Final = 64
_ARGUMENTS_DELTAS: Final = 256
"""Longer arguments have longer deltas, not more of them."""
_NO_USAGE: Final = {
    "total_tokens": 0,
    "input_tokens": 0,
    "output_tokens": 0,
    "input_token_details": {"text_tokens": 0, "audio_tokens": 0, "cached_tokens": 0},
    "output_token_details": {"text_tokens": 0, "audio_tokens": 0},
}
"""Local models are not billed by the token; clients want the shape."""


@dataclass
class _Message:
    """The message being written: what has been said, and where in its audio each piece begins."""

    item: Wire
    output_index: int
    audio_ms: int = 0
    spans: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece for _, piece in self.spans).strip()


class ResponseWriter:
    """One response from `response.created` to `response.done`."""

    def __init__(
        self, outbox: Outbox, conversation: Conversation | None, response: Wire, *, streams_audio: bool
    ) -> None:
        self._outbox = outbox
        self._conversation = conversation
        self._response = response
        self._streams_audio = streams_audio
        self._message: _Message | None = None
        outbox.send("response.created", response=response)

    @property
    def id(self) -> str:
        """The response's id."""
        return str(self._response["id"])

    @property
    def speaks(self) -> bool:
        """Whether its messages are audio with a transcript, not text."""
        return bool(self._response["output_modalities"] == ["audio"])

    def begin_message(self) -> str:
        """Open an assistant message and answer its item id."""
        item = self._item("message", role="assistant", content=[])
        self._message = _Message(item, self._add(item))
        part = {"type": "audio", "transcript": ""} if self.speaks else {"type": "text", "text": ""}
        self._outbox.send("response.content_part.added", part=part, **self._place(self._message))
        return str(item["id"])

    def extend_message(self, text: str) -> None:
        """Write a sentence; its audio comes after."""
        message = self._open()
        piece = f" {text}" if message.spans else text
        message.spans.append((message.audio_ms, piece))
        type_ = "response.output_audio_transcript.delta" if self.speaks else "response.output_text.delta"
        for word in _WORD.findall(piece):
            self._outbox.send(type_, delta=word, **self._place(message))

    def add_audio(self, pcm: bytes, duration_ms: int) -> None:
        """Give the sentence its audio: over an audio track the samples go another way and only their length counts."""
        message = self._open()
        message.audio_ms += duration_ms
        if self._streams_audio:
            delta = base64.b64encode(pcm).decode()
            self._outbox.send("response.output_audio.delta", delta=delta, **self._place(message))

    def end_message(self, status: str = "completed") -> None:
        """Close the open message."""
        message, self._message = self._open(), None
        place, text = self._place(message), message.text
        if self.speaks:
            self._outbox.send("response.output_audio.done", **place)
            self._outbox.send("response.output_audio_transcript.done", transcript=text, **place)
            self._outbox.send("response.content_part.done", part={"type": "audio", "transcript": text}, **place)
            content = {"type": "output_audio", "transcript": text}
        else:
            self._outbox.send("response.output_text.done", text=text, **place)
            self._outbox.send("response.content_part.done", part={"type": "text", "text": text}, **place)
            content = {"type": "output_text", "text": text}
        message.item.update(status=status, content=[content])
        if self._conversation:
            self._conversation.mark_spoken(message.item["id"], message.spans)
        self._finish(message.item, message.output_index)

    def call_tool(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Write a whole tool call."""
        text, call_id = json.dumps(arguments, ensure_ascii=False, default=str), self._outbox.new_id("call")
        item = self._item("function_call", name=name, call_id=call_id, arguments="")
        index = self._add(item)
        place = {"response_id": self.id, "item_id": item["id"], "output_index": index, "call_id": call_id}
        step = max(_ARGUMENTS_DELTA, len(text) // _ARGUMENTS_DELTAS)
        for start in range(0, len(text), step):
            delta = text[start : start + step]
            self._outbox.send("response.function_call_arguments.delta", delta=delta, **place)
        self._outbox.send("response.function_call_arguments.done", arguments=text, name=name, **place)
        item.update(status="completed", arguments=text)
        self._finish(item, index)

    def end(self, status: str, details: Wire | None) -> None:
        """Close what is open and say how the response ended."""
        if self._message:
            self.end_message("incomplete")
        self._response.update(status=status, status_details=details, usage=_NO_USAGE)
        self._outbox.send("response.done", response=self._response)

    def _open(self) -> _Message:
        if self._message is None:
            raise RuntimeError("no message is open")
        return self._message

    def _item(self, type_: str, **fields: Any) -> Wire:
        id_ = self._outbox.new_id("item")
        return {"id": id_, "object": "realtime.item", "type": type_, "status": "in_progress", **fields}

    def _add(self, item: Wire) -> int:
        output: list[Wire] = self._response["output"]
        output.append(item)
        index = len(output) - 1
        self._outbox.send("response.output_item.added", response_id=self.id, output_index=index, item=item)
        if self._conversation:
            self._conversation.append(item)
            self._tell("conversation.item.added", item, self._conversation)
        return index

    def _finish(self, item: Wire, index: int) -> None:
        self._outbox.send("response.output_item.done", response_id=self.id, output_index=index, item=item)
        # The client may have deleted the item while it was being written.
        if self._conversation and self._conversation.has(item["id"]):
            self._conversation.measure(item)
            self._tell("conversation.item.done", item, self._conversation)

    def _tell(self, type_: str, item: Wire, conversation: Conversation) -> None:
        self._outbox.send(type_, item=item, previous_item_id=conversation.predecessor(item["id"]))

    def _place(self, message: _Message) -> Wire:
        return {
            "response_id": self.id,
            "item_id": message.item["id"],
            "output_index": message.output_index,
            "content_index": 0,
        }
