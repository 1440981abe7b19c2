"""Tools whose schemas nobody can read: the brain takes their arguments as free text, and goes on."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.brain.shop import FixedManifest
from voice_engine.models.offline.brain import OfflineBrain
from voice_engine.models.offline.declarations import Declarations
from voice_engine.models.offline.fields import Kind
from voice_engine.models.offline.matching import WordMatcher
from voice_engine.pipeline.stages import CallTool, Conversation, Reply

_ODD: Final[dict[str, Any]] = {
    "tuple items": {
        "type": "object",
        "properties": {"pages": {"type": "array", "items": [{"type": "integer"}, {"type": "integer"}]}},
    },
    "boolean property": {"type": "object", "properties": {"pages": True}},
    "boolean items": {"type": "object", "properties": {"pages": {"type": "array", "items": True}}},
    "no properties": {"type": "object", "properties": None},
    "no schema": None,
    "a boolean for a schema": True,
    "a text for a schema": "object",
    "types": {"type": "object", "properties": {"pages": {"type": ["integer", "null"]}}},
    "a loop": {"type": "object", "properties": {"pages": {"$ref": "#/$defs/P"}}, "$defs": {"P": {"$ref": "#/$defs/P"}}},
    "a tree": {
        "type": "object",
        "properties": {"pages": {"$ref": "#/$defs/P"}},
        "$defs": {"P": {"type": "object", "properties": {"pages": {"$ref": "#/$defs/P"}}}},
    },
    "a pattern of another language": {
        "type": "object",
        "required": ["pages"],
        "properties": {"pages": {"type": "string", "pattern": "^(?<y>[0-9]{4})-\\p{L}+$"}},
    },
    "a pattern that never ends": {
        "type": "object",
        "required": ["pages"],
        "properties": {"pages": {"type": "string", "pattern": "^(s+)+e+v+e+n+!$"}},
    },
    "required is a boolean": {"type": "object", "required": True, "properties": {"pages": {"required": True}}},
    "an enum of anything": {"type": "object", "properties": {"pages": {"enum": [None, 1, {"a": []}]}}},
    "many choices": {"type": "object", "properties": {"pages": {"enum": [str(number) for number in range(10_000)]}}},
}
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_WORDS: Final = ("type", "properties", "items", "required", "enum", "anyOf", "$ref", "$defs", "pattern", "examples")
_SCHEMAS: Final = st.recursive(
    _JSON, lambda inner: st.dictionaries(st.sampled_from(_WORDS), inner, max_size=5), max_leaves=12
)


def tool(parameters: object) -> dict[str, Any]:
    return {"type": "function", "name": "read_pages", "description": "Read pages of a file.", "parameters": parameters}


async def talk(parameters: object, *said: str) -> list[Reply]:
    """What the brain answers, sentence by sentence; a call of the tool is answered at once."""
    brain = OfflineBrain(FixedManifest([]), WordMatcher())
    items: list[Mapping[str, Any]] = []
    replies = []
    for number, text in enumerate(said):
        content = [{"type": "input_text", "text": text}]
        items.append({"id": f"u{number}", "type": "message", "role": "user", "content": content})
        replies.append(await brain.respond(Conversation("", [tool(parameters)], tuple(items))))
    return replies


@pytest.mark.parametrize("kind", _ODD)
async def test_the_brain_answers_whatever_a_schema_looks_like(kind: str) -> None:
    replies = await talk(_ODD[kind], "please read the pages of a file", "seven", "s" * 50, "yes", "yes please")

    assert all(reply.parts for reply in replies)
    assert any(isinstance(part, CallTool) for reply in replies for part in reply.parts)


@given(_SCHEMAS)
@settings(max_examples=200, deadline=None)
def test_any_json_at_all_can_stand_for_a_schema(parameters: object) -> None:
    json.dumps(parameters)
    (declared,) = Declarations([tool(parameters)], None).declared()

    assert all(isinstance(field.kind, Kind) for field in declared.fields)


async def test_a_turn_is_as_much_work_after_a_thousand_items_as_after_ten() -> None:
    brain = OfflineBrain(FixedManifest([]), WordMatcher())
    long = [
        {"id": f"u{n}", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "x" * 900_000}]}
        for n in range(100)
    ]
    asked = {"id": "last", "type": "message", "role": "user", "content": [{"text": "please read the pages"}]}
    reply = await brain.respond(Conversation("", [tool({"type": "object", "properties": {}})], (*long, asked)))

    assert reply.parts
