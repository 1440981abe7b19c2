"""The items of a session in their order."""

import json
from collections import Counter
from typing import Any, Final

from openai.types.realtime import (
    RealtimeConversationItemAssistantMessage,
    RealtimeConversationItemFunctionCall,
    RealtimeConversationItemFunctionCallOutput,
    RealtimeConversationItemSystemMessage,
    RealtimeConversationItemUserMessage,
)
from pydantic import BaseModel

from voice_engine.errors import ClientEventRefused
from voice_engine.protocol.events import Wire, check
from voice_engine.protocol.limits import ContentLimits, require_short
from voice_engine.protocol.ordered_items import OrderedItems

_ITEM_MODELS: Final[dict[tuple[str, str | None], type[BaseModel]]] = {
    ("message", "user"): RealtimeConversationItemUserMessage,
    ("message", "assistant"): RealtimeConversationItemAssistantMessage,
    ("message", "system"): RealtimeConversationItemSystemMessage,
    ("function_call", None): RealtimeConversationItemFunctionCall,
    ("function_call_output", None): RealtimeConversationItemFunctionCallOutput,
}


class Conversation:
    """Items with their predecessors, bounded in number and size."""

    def __init__(self, limits: ContentLimits) -> None:
        self._limits = limits
        self._items = OrderedItems()
        self._sizes: dict[str, int] = {}
        self._characters = 0
        self._calls: Counter[str] = Counter()
        self._spans: dict[str, list[tuple[int, str]]] = {}

    def recent(self) -> tuple[Wire, ...]:
        """The newest items, oldest first: as many as a brain gets to see."""
        characters, chosen = 0, list[Wire]()
        for item in self._items.newest_first():
            characters += self._sizes[item["id"]]
            if chosen and (characters > self._limits.window_characters or len(chosen) >= self._limits.window_items):
                break
            chosen.append(item)
        return tuple(reversed(chosen))

    def require_room(self) -> None:
        """Refuse to grow beyond the limits."""
        if len(self._items) >= self._limits.items:
            raise ClientEventRefused("conversation_full", f"A conversation holds at most {self._limits.items} items.")
        if self._characters >= self._limits.conversation_characters:
            most = self._limits.conversation_characters
            raise ClientEventRefused("conversation_full", f"A conversation holds at most {most} characters.")

    def has(self, item_id: str) -> bool:
        """Whether there is such an item."""
        return self._items.get(item_id) is not None

    def find(self, item_id: str) -> Wire:
        """The item with that id."""
        item = self._items.get(item_id)
        if item is None:
            raise ClientEventRefused("item_not_found", f"There is no item {item_id!r}.", "item_id")
        return item

    def predecessor(self, item_id: str) -> str | None:
        """The item before it; None only for the first (the browser SDK then puts it at the front)."""
        return self._items.before(item_id)

    def last_id(self) -> str | None:
        """The newest item."""
        return self._items.before(None)

    def append(self, item: Wire) -> None:
        """Add at the end."""
        self._add(item, self.last_id())

    def insert(self, item: Wire, after: str | None) -> None:
        """Add a client's item after another; `root` is the beginning, None the end."""
        self.require_room()
        if self.has(item["id"]):
            raise ClientEventRefused("item_exists", f"There already is an item {item['id']!r}.", "item.id")
        if after is None:
            self.append(item)
        else:
            self._add(item, None if after == "root" else str(self.find(after)["id"]))

    def delete(self, item_id: str) -> None:
        """Remove an item."""
        self._calls[str(self.find(item_id).get("call_id"))] -= _is_call(self.find(item_id))
        self._items.remove(item_id)
        self._characters -= self._sizes.pop(item_id)
        self._spans.pop(item_id, None)

    def has_call(self, call_id: str) -> bool:
        """Whether a tool call with that id is among the items."""
        return self._calls[call_id] > 0

    def measure(self, item: Wire) -> None:
        """Count an item's size again, because it has been written on."""
        size = size_of(item)
        self._characters += size - self._sizes.get(item["id"], 0)
        self._sizes[item["id"]] = size

    def transcribe(self, item_id: str, text: str) -> None:
        """Write down what was said in a turn, unless the client has deleted it."""
        item = self._items.get(item_id)
        if item is not None:
            item["content"][0]["transcript"] = text
            self.measure(item)

    def mark_spoken(self, item_id: str, spans: list[tuple[int, str]]) -> None:
        """Remember at which millisecond of an item's audio each of its sentences begins."""
        self._spans[item_id] = spans

    def _add(self, item: Wire, after: str | None) -> None:
        self._items.insert(item, after)
        self._calls[str(item.get("call_id"))] += _is_call(item)
        self.measure(item)

    def truncate(self, item_id: str, audio_end_ms: int) -> None:
        """Forget the sentences of a spoken message that nobody heard the beginning of."""
        item = self.find(item_id)
        if item["type"] != "message" or item.get("role") != "assistant":
            raise ClientEventRefused("invalid_value", "Only assistant messages can be truncated.", "item_id")
        heard = "".join(text for start_ms, text in self._spans.get(item_id, []) if start_ms < audio_end_ms)
        for part in item["content"]:
            if part.get("type") == "output_audio":
                part["transcript"] = heard.strip()


def size_of(item: Wire) -> int:
    """The characters of an item's JSON text."""
    return len(json.dumps(item, ensure_ascii=False))


def _is_call(item: Wire) -> bool:
    return bool(item["type"] == "function_call")


def parse_item(raw: Any, new_id: str, limits: ContentLimits) -> Wire:
    """A client's item, checked, with the id and status that the server adds."""
    if not isinstance(raw, dict):
        raise ClientEventRefused("invalid_value", "item is an object.", "item")
    role = str(raw.get("role")) if raw.get("type") == "message" else None
    model = _ITEM_MODELS.get((str(raw.get("type")), role))
    if model is None:
        kinds = ", ".join(sorted({kind for kind, _ in _ITEM_MODELS}))
        raise ClientEventRefused("invalid_value", f"Unsupported item. Supported types are: {kinds}.", "item.type")
    check(model, raw, "item")
    require_short("item.id", len(raw.get("id") or ""), limits.id_characters)
    item = {**raw, "id": raw.get("id") or new_id, "object": "realtime.item", "status": "completed"}
    if raw.get("role") == "user":
        item["content"] = [_with_transcript(part) for part in raw["content"]]
    require_short("item", size_of(item), limits.item_characters)
    return item


def _with_transcript(part: Wire) -> Wire:
    """The browser SDK throws on `input_audio` without a `transcript`, and nobody needs its audio back."""
    if part.get("type") != "input_audio":
        return part
    return {"type": "input_audio", "transcript": part.get("transcript")}
