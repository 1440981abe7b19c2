"""Tools whose schemas nobody can read: the brain takes their arguments as free text, and goes on."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.brain.shop import MANIFEST, FixedManifest
from tests.unit.brain.strangers import SAID, Stranger, tool
from voice_engine.models.offline.brain import OfflineBrain
from voice_engine.models.offline.declarations import Declarations
from voice_engine.models.offline.fields import Kind
from voice_engine.models.offline.filling import flattened
from voice_engine.models.offline.matching import WordMatcher
from voice_engine.models.offline.patterns import fits, usable
from voice_engine.pipeline.stages import CallTool, Conversation

_WIDTH: Final = 100
LOOPS: Final[dict[str, Any]] = {
    "properties": {
        "$ref": "#/$defs/L",
        "$defs": {"L": {"type": "object", "properties": {f"p{n}": {"$ref": "#/$defs/L"} for n in range(_WIDTH)}}},
    },
    "items": {
        "type": "object",
        "properties": {f"p{n}": {"type": "array", "items": {"$ref": "#/$defs/L"}} for n in range(_WIDTH)},
        "$defs": {
            "L": {
                "type": "object",
                "properties": {f"p{n}": {"type": "array", "items": {"$ref": "#/$defs/L"}} for n in range(_WIDTH)},
            }
        },
    },
    "alternatives": {
        "type": "object",
        "properties": {f"p{n}": {"$ref": "#/$defs/L"} for n in range(_WIDTH)},
        "$defs": {
            "L": {
                "anyOf": [
                    {"type": "object", "properties": {f"p{n}": {"$ref": "#/$defs/L"} for n in range(_WIDTH)}}
                    for _ in range(_WIDTH)
                ]
            }
        },
    },
}
SLOW: Final = [
    "^" + "(s|s)?" * 16 + "!$",
    "^" + "s?" * 30 + "s" * 30 + "!$",
    r"\w{0,50}\w{0,50}\w{0,50}!",
    r"\w*\w*\w*\w*!",
    "((s*)*)*!",
    "(s{0,9}){0,9}!",
    "(?:s|s|s){9}" * 5 + "!",
    "(?=(s+))" * 9 + "!",
    r"(s)\1*\1*\1*\1*\1*!",
    "(?P<s>s*)(?P=s)*!",
    "((((((((s?)?)?)?)?)?)?)?)*!",
    "s{99999999999999}",
    "[[:alpha:]]{5}",
    "(" * 45 + ")" * 45,
]


def texted(pattern: str) -> dict[str, Any]:
    return {"type": "object", "required": ["pages"], "properties": {"pages": {"type": "string", "pattern": pattern}}}


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
    **{f"a hundredfold loop by {kind}": looped for kind, looped in LOOPS.items()},
    **{f"the pattern {pattern[:12]}": texted(pattern) for pattern in SLOW},
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


@pytest.mark.parametrize("kind", _ODD)
async def test_the_brain_answers_whatever_a_schema_looks_like(kind: str) -> None:
    replies = await Stranger([tool(_ODD[kind])]).talk(*SAID)

    assert all(reply.parts for reply in replies)
    assert any(isinstance(part, CallTool) for reply in replies for part in reply.parts)


@pytest.mark.parametrize("kind", LOOPS)
def test_what_is_read_of_a_tool_is_bounded_as_a_whole(kind: str) -> None:
    (declared,) = Declarations([tool(LOOPS[kind])], None).declared()

    assert 0 < len(flattened(declared.fields)) <= 500


def test_fields_nested_as_deep_as_real_tools_have_them_are_all_read() -> None:
    part = {"type": "object", "properties": {f"part{n}": {"type": "string"} for n in range(6)}}
    whole = {
        "type": "object",
        "properties": {f"field{n}": {"$ref": "#/$defs/P"} for n in range(12)},
        "$defs": {"P": part},
    }
    (declared,) = Declarations([tool(whole)], None).declared()

    assert len(flattened(declared.fields)) == 12 + 12 * 6


def patterns_in(written: object) -> Iterator[str]:
    """Every pattern of a schema."""
    if isinstance(written, list):
        yield from (pattern for each in written for pattern in patterns_in(each))
    elif isinstance(written, dict):
        yield from ([written["pattern"]] if isinstance(written.get("pattern"), str) else ())
        yield from patterns_in(list(written.values()))


@pytest.mark.parametrize(
    "pattern",
    [
        *sorted(set(patterns_in(MANIFEST))),
        r"^\d{4}$",
        r"^\d{4}-\d{2}-\d{2}$",
        r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$",
        r"^\+?[0-9 ()-]{7,20}$",
        r"^(?:\+1)?[- ]?\(?\d{3}\)?[- ]?\d{3}[- ]?\d{4}$",
        r"^[A-Z]{2,3}-\d+$",
        r"^[^@\s]+@[^@\s.]+\.com$",
        r"^(?:red|green|blue)$",
        r"^[]a\]?*+|(]+$",
    ],
)
def test_patterns_as_people_write_them_are_enforced(pattern: str) -> None:
    assert usable(pattern) == pattern


@pytest.mark.parametrize("pattern", SLOW[:-1])
def test_patterns_that_could_take_long_are_not_used(pattern: str) -> None:
    assert usable(pattern) == ""


def test_a_text_that_is_longer_than_anything_one_dictates_fits_no_pattern() -> None:
    assert fits(r"^\d+$", "1" * 100)
    assert not fits(r"^\d+$", "1" * 101)


async def test_an_answer_that_does_not_fit_the_pattern_is_asked_for_again() -> None:
    asked = [tool(texted(r"^[A-Z]{2}-\d+$"))]
    replies = await Stranger(asked).talk("please read the pages of a file", "the blue ones", "it is AB-17", "yes")
    calls = [part for reply in replies for part in reply.parts if isinstance(part, CallTool)]

    assert calls[0].arguments == {"pages": "AB-17"}


_NAMED: Final = st.dictionaries(
    st.sampled_from(("name", "parameters", "examples", "requires", "provides", "filler")), _JSON
)
_ANSWERED: Final = st.dictionaries(st.sampled_from(("result", "error", "assistant")), _JSON | _SCHEMAS) | _JSON


@given(_SCHEMAS, _JSON | st.lists(_NAMED | _NAMED.map(lambda entry: {**entry, "name": "read_pages"})), _ANSWERED)
@settings(max_examples=100, deadline=None)
def test_any_json_at_all_can_stand_for_everything_that_strangers_write(
    parameters: object, manifest: object, output: object
) -> None:
    stranger = Stranger([tool(parameters)], manifest, output=json.dumps(output))
    replies = asyncio.run(stranger.talk())

    assert replies[-1].parts


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
