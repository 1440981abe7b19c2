"""The items of a session in their order."""

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

_ITEM_MODELS: Final[dict[tuple[str, str | None], type[BaseModel]]] = {
    ("message", "user"): RealtimeConversationItemUserMessage,
    ("message", "assistant"): RealtimeConversationItemAssistantMessage,
    ("message", "system"): RealtimeConversationItemSystemMessage,
    ("function_call", None): RealtimeConversationItemFunctionCall,
    ("function_call_output", None): RealtimeConversationItemFunctionCallOutput,
}


class Conversation:
    """Items with their predecessors, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._items: list[Wire] = []
        self._spans: dict[str, list[tuple[int, str]]] = {}

    @property
    def items(self) -> tuple[Wire, ...]:
        """Oldest first."""
        return tuple(self._items)

    def require_room(self) -> None:
        """Refuse to grow beyond the limit."""
        if len(self._items) >= self._limit:
            raise ClientEventRefused("conversation_full", f"A conversation holds at most {self._limit} items.")

    def find(self, item_id: str) -> Wire:
        """The item with that id."""
        for item in self._items:
            if item["id"] == item_id:
                return item
        raise ClientEventRefused("item_not_found", f"There is no item {item_id!r}.", "item_id")

    def predecessor(self, item_id: str) -> str | None:
        """The item before it; None only for the first (the browser SDK then puts it at the front)."""
        index = self._items.index(self.find(item_id))
        return str(self._items[index - 1]["id"]) if index else None

    def last_id(self) -> str | None:
        """The newest item."""
        return str(self._items[-1]["id"]) if self._items else None

    def append(self, item: Wire) -> None:
        """Add at the end."""
        self._items.append(item)

    def insert(self, item: Wire, after: str | None) -> None:
        """Add a client's item after another; `root` is the beginning, None the end."""
        self.require_room()
        if any(known["id"] == item["id"] for known in self._items):
            raise ClientEventRefused("item_exists", f"There already is an item {item['id']!r}.", "item.id")
        if after is None:
            self._items.append(item)
        elif after == "root":
            self._items.insert(0, item)
        else:
            self._items.insert(self._items.index(self.find(after)) + 1, item)

    def delete(self, item_id: str) -> None:
        """Remove an item."""
        self._items.remove(self.find(item_id))
        self._spans.pop(item_id, None)

    def has_call(self, call_id: str) -> bool:
        """Whether a tool call with that id is among the items."""
        return any(item["type"] == "function_call" and item.get("call_id") == call_id for item in self._items)

    def mark_spoken(self, item_id: str, spans: list[tuple[int, str]]) -> None:
        """Remember at which millisecond of an item's audio each of its sentences begins."""
        self._spans[item_id] = spans

    def truncate(self, item_id: str, audio_end_ms: int) -> None:
        """Forget the sentences of a spoken message that nobody heard the beginning of."""
        item = self.find(item_id)
        if item["type"] != "message" or item.get("role") != "assistant":
            raise ClientEventRefused("invalid_value", "Only assistant messages can be truncated.", "item_id")
        heard = "".join(text for start_ms, text in self._spans.get(item_id, []) if start_ms < audio_end_ms)
        for part in item["content"]:
            if part.get("type") == "output_audio":
                part["transcript"] = heard.strip()


def parse_item(raw: Any, new_id: str) -> Wire:
    """A client's item, checked, with the id and status that the server adds."""
    if not isinstance(raw, dict):
        raise ClientEventRefused("invalid_value", "item is an object.", "item")
    role = str(raw.get("role")) if raw.get("type") == "message" else None
    model = _ITEM_MODELS.get((str(raw.get("type")), role))
    if model is None:
        kinds = ", ".join(sorted({kind for kind, _ in _ITEM_MODELS}))
        raise ClientEventRefused("invalid_value", f"Unsupported item. Supported types are: {kinds}.", "item.type")
    check(model, raw, "item")
    item = {**raw, "id": raw.get("id") or new_id, "object": "realtime.item", "status": "completed"}
    if raw.get("role") == "user":
        item["content"] = [_with_transcript(part) for part in raw["content"]]
    return item


def _with_transcript(part: Wire) -> Wire:
    """The browser SDK throws on `input_audio` without a `transcript`, and nobody needs its audio back."""
    if part.get("type") != "input_audio":
        return part
    return {"type": "input_audio", "transcript": part.get("transcript")}
