"""Whatever a session within the protocol's bounds declares, says and answers: each response ends."""

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pytest

from tests.unit.brain.strangers import Json, Stranger, tool
from voice_engine.models.offline.matching import Vectors
from voice_engine.pipeline.stages import CallTool, Say

DEEP: Final = 100_000
MANY: Final = 10_000
ODD: Final[list[Any]] = [None, 7, [], {}, [[]], [{}], [None], "x", True, "", "x" * 100_000]
_PAGES: Final = tool({"type": "object", "required": ["page"], "properties": {"page": {"type": "string"}}})
_ITEM: Final = tool({"type": "object", "required": ["item_id"], "properties": {"item_id": {"type": "string"}}})
_LOOKS: Final = tool({"type": "object", "properties": {}}, "find_items", "Find the items of a file.")


def nested(levels: int) -> str:
    """Lists in lists."""
    return "[" * levels + "]" * levels


def objects(levels: int) -> str:
    """Objects with ids in objects with ids."""
    return '{"item_id":"1","a":' * levels + "1" + "}" * levels


def result(value: object) -> str:
    return json.dumps({"result": value})


def error(**more: Any) -> str:
    return json.dumps({"error": {"code": "invalid_arguments", "say": "No.", "message": "read_pages", **more}})


OUTPUTS: Final[dict[str, object]] = {
    "ten thousand things": result({"orders": [{"order_id": str(n), "name": "red board"} for n in range(MANY)]}),
    "things of many words": result([{"id": n, "name": f"read the pages of {n} files " * 40} for n in range(200)]),
    "lists a hundred thousand deep": nested(DEEP),
    "objects thousands deep": objects(10_000),
    "objects as deep as Python reads": result(json.loads(objects(900))),
    "a deep result": f'{{"result": {nested(2_000)}}}',
    "a thing of an endless kind": json.dumps({f"{'k' * 200_000}_id": "1", "name": "pages"}),
    "names by the thousand": json.dumps({f"n{n}_id": n for n in range(MANY)}),
    "an endless sentence": result({"say": "word " * 50_000}),
    "a sentence that is no text": result({"say": [1, {"a": None}], "next_action": ["end_call"]}),
    "a number without end": '{"result": ' + "9" * 10_000 + "}",
    "no number": '{"result": {"id": NaN, "name": Infinity}}',
    "an error that is a list": '{"error": [1]}',
    "an error of lists": error(code=["x"], say=["y"], message={"z": 1}, fields=7),
    "an error in a thousand fields": error(fields=["page" * 100] * 500),
    "an error in fields that are none": error(fields=[[], {}, None]),
    "a token that is none": error(code="confirmation_required", confirmation_token=[1]),
    "half a pair": '{"result": {"say": "\\ud800"}}',
    "nothing": None,
    "a number": 7,
    "a list": [1, 2],
    "no json": "{",
}
MANIFESTS: Final[dict[str, Any]] = {
    "no list": {"name": "read_pages"},
    "entries of all kinds": [None, 7, "read_pages", [], {}, True],
    "names of all kinds": [{"name": odd} for odd in ODD],
    "parameters of all kinds": [{"name": f"a{n}", "parameters": odd} for n, odd in enumerate(ODD)],
    "requirements of all kinds": [
        {"name": "read_pages", "requires": odd, "provides": odd, "examples": odd, "filler": odd, "effect": odd}
        for odd in ODD
    ],
    "examples of all kinds": [{"name": "read_pages", "examples": [None, 7, {}, "x" * 100_000]}],
    "fillers of all kinds": [{"name": "read_pages", "filler": 7, "description": 7}],
    "names by the thousand": [
        {"name": "read_pages", "parameters": {"type": "object", "properties": {f"p{n}": {} for n in range(MANY)}}}
    ],
    "tools by the thousand": [{"name": f"read_page_{n}", "description": "Read a page."} for n in range(MANY)],
    "examples by the thousand": [{"name": "read_pages", "examples": [f"read page {n}" for n in range(MANY)]}],
    "a circle": [
        {"name": "read_pages", "requires": ["a"], "provides": ["b"]},
        {"name": "find_items", "requires": ["b"], "provides": ["a"]},
    ],
    "everything needs everything": [
        {"name": f"t{n}", "requires": [f"f{m}" for m in range(100)], "provides": [f"f{n}"]} for n in range(100)
    ]
    + [{"name": "read_pages", "requires": [f"f{m}" for m in range(100)]}],
}
INSTRUCTIONS: Final = {
    "steps by the thousand": "# Steps\n" + "1. Call `read_pages`.\n" * 3000,
    "questions by the thousand": "# Steps\n" + '1. Ask "Why?"\n' * 4000 + "2. Call `read_pages`.\n",
    "a deep argument": f'# Steps\n1. Call `read_pages` with {{"page": {nested(30_000)}}}.\n',
    "headings by the thousand": "# Steps\n" * 6000,
    "lines by the thousand": "# Steps\n1. a" + "\n" * 60_000,
    "an endless greeting": "# Greeting\n" + "Hello. " * 9000,
}
_CHOICES: Final = {"type": "string", "enum": [f"choice {n} of the pages" for n in range(100)]}
_WIDE: Final = {
    "type": "object",
    "required": [f"p{n}" for n in range(100)],
    "properties": {f"p{n}": {"$ref": "#/$defs/C"} for n in range(100)},
    "$defs": {"C": _CHOICES},
}
TOOLS: Final[dict[str, Sequence[Json]]] = {
    "as many as may be, described at length": [
        tool({"type": "object"}, f"read_pages_{n}", f"Read pages {n} of a file, " + "and more pages of it " * 80)
        for n in range(128)
    ],
    "as many as may be, with many choices": [tool(_WIDE, f"read_pages_{n}") for n in range(40)],
    "an endless name": [tool({}, "read_pages_" * 20_000), tool({})],
    "no name": [tool({}, ""), tool({})],
    "handoffs to nobody": [tool({}, "transfer_to_"), tool({}, "transfer_to_" * 100)],
    "an endless word": [tool({}, description="x" * 200_000)],
    "a thousand dots": [tool({}, description=". " * 100_000)],
    "the words of a purpose": [tool({}, description="Whether the customer is " * 8000)],
    "a deep schema": [tool(json.loads('{"items":' * 400 + "1" + "}" * 400)), _PAGES],
    "parameters that are a list": [tool([1, 2])],
    "descriptions that are lists": [{**_PAGES, "description": [1]}, {**_ITEM, "name": "b", "description": {}}],
}
_KINDS: Final[dict[str, Json]] = {
    "choices": {**_CHOICES, "description": "What kind of " + "page file " * 90},
    "digits": {"type": "string", "pattern": "^[0-9]{4}$"},
    "dates": {"type": "string", "format": "date"},
    "phone numbers": {"type": "string", "format": "phone"},
    "patterns": {"type": "string", "pattern": r"\w*\w*!"},
    "addresses": {"type": "object", "properties": {"street": {}, "city": {}}},
}
TEXTS: Final = {
    "endless digits": "9" * 2000,
    "endless digits with a dot": f"{'9' * 1000}.{'9' * 900}",
    "at and dot": "a at b dot " * 180,
    "words": "read the pages of a file not but " * 60,
    "dates": "january 5 " * 200,
    "quotes": "it's " * 400,
    "other digits": "²³ ٣٤ " * 300,
    "half a pair": "\ud800 pages",
}


class HashedEmbedder:
    """Some unit vector for each text; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        self.asked.append(list(texts))
        rows = np.array([[hash((text, place)) % 1000 - 500 for place in range(8)] for text in texts], np.float32)
        return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6), np.float32)


@pytest.mark.parametrize("kind", OUTPUTS)
@pytest.mark.parametrize("declared", [(_PAGES,), (_LOOKS, _ITEM)])
async def test_a_response_ends_whatever_a_call_came_back_with(kind: str, declared: Sequence[Json]) -> None:
    stranger = Stranger(declared, output=OUTPUTS[kind])
    replies = await stranger.talk("find the items of a file", "read the pages of a file", "seven", "yes", "the red one")

    assert replies[-1].parts


@pytest.mark.parametrize("kind", MANIFESTS)
async def test_a_response_ends_whatever_the_manifest_says(kind: str) -> None:
    replies = await Stranger((_PAGES, _LOOKS), MANIFESTS[kind]).talk()

    assert replies[-1].parts


@pytest.mark.parametrize("kind", INSTRUCTIONS)
async def test_a_response_ends_whatever_the_instructions_are(kind: str) -> None:
    stranger = Stranger((_PAGES,), instructions=INSTRUCTIONS[kind])
    await stranger.respond()

    assert (await stranger.talk())[-1].parts


@pytest.mark.parametrize("kind", TOOLS)
async def test_a_response_ends_whatever_is_declared(kind: str) -> None:
    replies = await Stranger(TOOLS[kind]).talk()

    assert replies[-1].parts


@pytest.mark.parametrize("kind", _KINDS)
async def test_a_response_ends_however_many_arguments_of_however_many_tools_are_listened_for(kind: str) -> None:
    many = {"type": "object", "properties": {f"p{n}": {"$ref": "#/$defs/P"} for n in range(298)}}
    schema = {**many, "required": list(many["properties"]), "$defs": {"P": _KINDS[kind]}}
    tools = [tool(schema, f"read_pages_{n}") for n in range(40)]
    steps = "# Steps\n" + "".join(f"{n}. Call `read_pages_{n}`.\n" for n in range(40))
    said = "read the pages of january 5 1980, 206 135 1246, not 1 2 3 4 but choice 7. " * 27
    replies = await Stranger([*tools, _LOOKS], instructions=steps).talk(
        "find the items of a file", said, said, "yes", said
    )

    assert replies[-1].parts


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("type_", ["string", "number", "integer", "boolean"])
async def test_a_response_ends_whatever_is_said(kind: str, type_: str) -> None:
    asks = {"type": "object", "required": ["pages"], "properties": {"pages": {"type": type_}}}
    replies = await Stranger([tool(asks)]).talk("please read the pages of a file", TEXTS[kind], "yes", TEXTS[kind])

    assert replies[-1].parts


async def test_a_response_ends_whatever_a_call_was_made_with() -> None:
    stranger = Stranger((_PAGES,))
    for number, arguments in enumerate([nested(DEEP), objects(5000), "7", "{", "", "[" * 10]):
        stranger.add({"type": "function_call", "call_id": f"c{number}", "name": "read_pages", "arguments": arguments})
        stranger.add({"type": "function_call_output", "call_id": f"c{number}", "output": "{}"})

    assert (await stranger.talk())[-1].parts


@pytest.mark.parametrize(
    "half", ['{"result": {"say": "\\ud800"}}', '{"error": {"code": "x", "say": "\\ud800"}}', "\ud800"]
)
async def test_what_is_said_of_an_output_can_be_sent(half: str) -> None:
    replies = await Stranger((_LOOKS,), output=half).talk("find the items of a file", "yes", "yes")

    assert any("?" in str(part) for reply in replies for part in reply.parts)
    assert "".join(part.text for reply in replies for part in reply.parts if isinstance(part, Say)).encode()


async def test_a_turn_embeds_a_bounded_amount_of_what_a_client_declares() -> None:
    embedder = HashedEmbedder()
    manifest = [{"name": f"m{n}", "examples": [f"{n} {m} " * 1000 for m in range(50)]} for n in range(500)]
    stranger = Stranger(TOOLS["as many as may be, described at length"], manifest, embedder=embedder)
    await stranger.talk("read pages 7 of a file")
    first = [text for texts in embedder.asked for text in texts]
    await stranger.talk("read pages 8 of a file", "hello", "read pages 9 of a file")

    assert sum(map(len, first)) <= 100_000
    assert max(map(len, first)) <= 2000


async def test_every_declared_tool_is_found_in_the_end_however_many_there_are() -> None:
    embedder = HashedEmbedder()
    stranger = Stranger(TOOLS["as many as may be, described at length"], embedder=embedder)
    await stranger.talk(*("hello",) * 20)
    rows = {text for texts in embedder.asked for text in texts if text.startswith("read pages")}

    assert len(rows) == 128


async def test_calls_that_are_never_answered_are_forgotten_after_a_while() -> None:
    stranger = Stranger((_PAGES,))
    for number in range(300):
        arguments = json.dumps({"page": "x" * 100_000})
        stranger.add({"type": "function_call", "call_id": f"c{number}", "name": "read_pages", "arguments": arguments})
        if number % 20 == 0:
            await stranger.respond()
    stranger.add({"type": "function_call_output", "call_id": "c299", "output": '{"result": {"say": "Read."}}'})

    assert "Read." in str((await stranger.respond()).parts)


async def test_a_thing_among_the_first_of_thousands_is_still_found() -> None:
    found = result(
        [{"item_id": f"i{n}", "name": name} for n, name in enumerate(["goggles", "boots"] + ["board"] * 5000)]
    )
    stranger = Stranger((_LOOKS, _ITEM), output=found)
    replies = await stranger.talk(
        "find the items of a file", "read the pages of the goggles", "the goggles", "yes", "yes"
    )

    calls = [part for reply in replies for part in reply.parts if isinstance(part, CallTool)]
    assert {"item_id": "i0"} in [call.arguments for call in calls]
