"""How much one client may put into one session, and the refusals that say so."""

import base64
import json
from typing import Any

import pytest

from tests.protocol.conversing import Conversing, Event, find, types
from voice_engine.protocol.effects import StartResponse
from voice_engine.protocol.limits import ContentLimits

WITHOUT_DETECTION = {"type": "realtime", "audio": {"input": {"turn_detection": None}}}


def error_of(events: list[Event]) -> Event:
    error: Event = find(events, "error")["error"]
    return error


def message(text: str) -> Event:
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}


def tool(name: str, description: str = "") -> Event:
    return {"type": "function", "name": name, "description": description}


def session(**fields: Any) -> Event:
    return {"type": "session.update", "session": {"type": "realtime", **fields}}


def test_a_hundred_huge_items_are_refused_and_the_brain_sees_none_of_them() -> None:
    talk = Conversing()
    errors = [error_of(talk.typed("word " * 180_000)) for _ in range(100)]
    talk.client("response.create")

    assert {(error["type"], error["code"], error["param"]) for error in errors} == {
        ("invalid_request_error", "string_above_max_length", "item")
    }
    assert talk.effect(StartResponse).items == ()


@pytest.mark.parametrize(
    ("event", "code", "param"),
    [
        (session(instructions="x" * 70_000), "string_above_max_length", "session.instructions"),
        (session(tools=[tool(f"t{n}") for n in range(129)]), "array_above_max_length", "session.tools"),
        (session(tools=[tool("t", "x" * 300_000)]), "string_above_max_length", "session.tools"),
        (
            {"type": "response.create", "response": {"instructions": "x" * 70_000}},
            "string_above_max_length",
            "response.instructions",
        ),
        (
            {"type": "response.create", "response": {"tools": [tool(f"t{n}") for n in range(129)]}},
            "array_above_max_length",
            "response.tools",
        ),
        (
            {"type": "response.create", "response": {"input": [message("hi")] * 201}},
            "array_above_max_length",
            "response.input",
        ),
        (
            {"type": "response.create", "response": {"input": [message("x" * 300_000)]}},
            "string_above_max_length",
            "item",
        ),
        (
            {"type": "conversation.item.create", "item": {**message("hi"), "id": "i" * 33}},
            "string_above_max_length",
            "item.id",
        ),
    ],
)
def test_what_is_too_much_is_refused_by_name(event: Event, code: str, param: str) -> None:
    talk = Conversing()
    error = error_of(talk.client(event.pop("type"), event_id="mine", **event))

    assert (error["code"], error["param"], error["event_id"]) == (code, param, "mine")
    assert types(talk.typed("still here")) == ["conversation.item.added", "conversation.item.done"]


def test_a_refusal_has_the_services_words() -> None:
    talk = Conversing()
    error = error_of(talk.client("conversation.item.create", item={**message("hi"), "id": "i" * 40}))

    assert error["message"] == (
        "Invalid 'item.id': string too long. Expected a string with maximum length 32, "
        "but got a string with length 40 instead."
    )


def test_a_conversation_has_a_largest_size_and_deleting_makes_room() -> None:
    talk = Conversing(limits=ContentLimits(conversation_characters=1000))
    talk.typed("x" * 900, id="long")
    refused = talk.typed("more")
    talk.client("conversation.item.delete", item_id="long")

    assert error_of(refused)["code"] == "conversation_full"
    assert types(talk.typed("more")) == ["conversation.item.added", "conversation.item.done"]


def test_what_the_engine_says_counts_too() -> None:
    talk = Conversing(limits=ContentLimits(conversation_characters=1000))
    talk.client("response.create")
    talk.begin_message()
    talk.speak("word " * 300)
    talk.end_message()
    talk.end()

    assert error_of(talk.typed("more"))["code"] == "conversation_full"


def test_the_brain_sees_the_newest_items_however_long_the_conversation() -> None:
    talk = Conversing(limits=ContentLimits(window_items=3))
    for number in range(10):
        talk.typed(f"message {number}", id=f"item_{number}")
    talk.client("response.create")

    assert [item["id"] for item in talk.effect(StartResponse).items] == ["item_7", "item_8", "item_9"]


def test_the_brain_sees_only_so_much_text_and_always_the_newest_item() -> None:
    talk = Conversing(limits=ContentLimits(window_characters=500))
    for name, length in (("old", 100), ("long", 300), ("longer", 400)):
        talk.typed("x" * length, id=name)
    talk.client("response.create")
    seen = [item["id"] for item in talk.effect(StartResponse).items]
    talk.end()
    talk.typed("x" * 5000, id="longest")
    talk.client("response.create")

    assert seen == ["longer"]
    assert [item["id"] for item in talk.effect(StartResponse).items] == ["longest"]


def test_items_between_others_and_deleted_ones_keep_the_order() -> None:
    talk = Conversing()
    for name in ("a", "b", "c"):
        talk.typed(name, id=name)
    talk.client("conversation.item.create", item={**message("x"), "id": "x"}, previous_item_id="a")
    talk.client("conversation.item.create", item={**message("y"), "id": "y"}, previous_item_id="root")
    talk.client("conversation.item.delete", item_id="b")
    added = find(talk.typed("d", id="d"), "conversation.item.added")
    talk.client("response.create")

    assert added["previous_item_id"] == "c"
    assert [item["id"] for item in talk.effect(StartResponse).items] == ["y", "a", "x", "c", "d"]


def test_audio_that_is_never_committed_is_bounded() -> None:
    talk = Conversing(streams_audio=True, limits=ContentLimits(uncommitted_audio_bytes=100))
    talk.client("session.update", session=WITHOUT_DETECTION)
    audio = base64.b64encode(bytes(60)).decode()
    first, second = (talk.client("input_audio_buffer.append", audio=audio) for _ in range(2))
    talk.client("input_audio_buffer.clear")
    third = talk.client("input_audio_buffer.append", audio=audio)

    assert (first, third) == ([], [])
    assert error_of(second)["code"] == "input_audio_buffer_full"


def test_silence_may_go_on_where_turns_are_detected() -> None:
    talk = Conversing(streams_audio=True, limits=ContentLimits(uncommitted_audio_bytes=100))
    audio = base64.b64encode(bytes(60)).decode()

    assert [talk.client("input_audio_buffer.append", audio=audio) for _ in range(5)] == [[]] * 5


def test_long_arguments_have_longer_deltas_not_more_of_them() -> None:
    talk = Conversing()
    talk.client("response.create")
    events = talk.call_tool("note", text="x" * 200_000)
    deltas = [event["delta"] for event in events if event["type"] == "response.function_call_arguments.delta"]

    assert len(deltas) < 300
    assert "".join(deltas) == find(events, "response.function_call_arguments.done")["arguments"]


def nested(levels: int) -> Event:
    """An object that holds itself so many times."""
    found: Event = {}
    for _ in range(levels):
        found = {"items": found}
    return found


def deep_events(levels: int) -> list[Event]:
    """Every event that can carry what a client nests."""
    declared = [{**tool("t"), "parameters": nested(levels)}]
    return [
        session(tools=declared),
        {"type": "response.create", "response": {"tools": declared}},
        {"type": "response.create", "response": {"metadata": nested(levels)}},
        {"type": "conversation.item.create", "item": {**message("hi"), "content": [nested(levels)]}},
        {"type": "input_audio_buffer.append", "audio": nested(levels)},
        {"type": "response.cancel", "event_id": nested(levels)},
    ]


@pytest.mark.parametrize("levels", [70, 200, 300, 330, 500, 900, 5000])
@pytest.mark.parametrize("place", range(6))
def test_what_is_nested_too_deeply_is_refused_and_the_session_goes_on(levels: int, place: int) -> None:
    talk = Conversing()
    event = deep_events(10)[place]
    event_text = json.dumps(event).replace(json.dumps(nested(10)), '{"items":' * levels + "{}" + "}" * levels)
    told = talk.take(talk.session.receive(event_text))

    assert error_of(told)["code"] in ("invalid_json", "invalid_value", "invalid_type", "unknown_parameter")
    assert types(talk.typed("hi"))[:1] == ["conversation.item.added"]


def test_what_tools_nest_in_practice_is_taken() -> None:
    talk = Conversing()
    (echo,) = talk.take(talk.session.receive(json.dumps(session(tools=[{**tool("t"), "parameters": nested(40)}]))))

    assert echo["session"]["tools"][0]["parameters"] == nested(40)
