"""Items and configuration: predecessors, refusals, merging."""

from typing import Any

import pytest

from tests.protocol.conversing import Conversing, find, types
from voice_engine.protocol.effects import StartResponse
from voice_engine.protocol.limits import ContentLimits


def test_the_server_speaks_first() -> None:
    talk = Conversing(configuration={"instructions": "Be brief."})

    assert [event.type for event in talk.log] == ["session.created"]


def test_items_name_their_true_predecessor() -> None:
    talk = Conversing()
    first = find(talk.typed("one", id="a"), "conversation.item.added")
    second = find(talk.typed("two", id="b"), "conversation.item.done")
    between = talk.client(
        "conversation.item.create",
        previous_item_id="a",
        item={"type": "message", "role": "system", "content": [{"type": "input_text", "text": "!"}]},
    )

    assert first["previous_item_id"] is None
    assert second["previous_item_id"] == "a"
    assert find(between, "conversation.item.added")["previous_item_id"] == "a"


def test_a_root_predecessor_puts_an_item_first() -> None:
    talk = Conversing()
    talk.typed("one")
    content = [{"type": "input_text", "text": "zero"}]
    item = {"type": "message", "role": "user", "content": content}
    events = talk.client("conversation.item.create", previous_item_id="root", item=item)

    assert find(events, "conversation.item.added")["previous_item_id"] is None


def test_a_deleted_item_is_gone() -> None:
    talk = Conversing()
    talk.typed("one", id="a")
    deleted = talk.client("conversation.item.delete", item_id="a")
    error = find(talk.client("conversation.item.retrieve", item_id="a"), "error")["error"]

    assert types(deleted) == ["conversation.item.deleted"]
    assert error["code"] == "item_not_found"


def test_a_tool_output_needs_its_tool_call() -> None:
    item = {"type": "function_call_output", "call_id": "call_9", "output": "{}"}
    error = find(Conversing().client("conversation.item.create", item=item), "error")["error"]

    assert (error["code"], error["param"]) == ("invalid_tool_call_id", "item.call_id")


def test_a_tool_output_reaches_the_brain() -> None:
    talk = Conversing()
    talk.client("response.create")
    call_id = talk.call_tool("lookupOrders")[0]["item"]["call_id"]
    talk.end()
    talk.client(
        "conversation.item.create", item={"type": "function_call_output", "call_id": call_id, "output": '{"say": "ok"}'}
    )
    talk.client("response.create")

    assert [item["type"] for item in talk.effect(StartResponse).items] == ["function_call", "function_call_output"]


def test_a_full_conversation_takes_no_more() -> None:
    talk = Conversing(limits=ContentLimits(items=1))
    talk.typed("one")

    assert find(talk.typed("two"), "error")["error"]["code"] == "conversation_full"
    assert find(talk.client("response.create"), "error")["error"]["code"] == "conversation_full"


def test_session_update_merges_deeply_and_replaces_another_type_of_turn_detection() -> None:
    talk = Conversing()
    update = {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}}}
    session = find(talk.client("session.update", session=update), "session.updated")["session"]

    assert session["audio"]["input"]["turn_detection"] == {"type": "semantic_vad", "eagerness": "low"}
    assert session["audio"]["input"]["format"] == {"type": "audio/pcm", "rate": 24000}
    assert session["audio"]["output"]["voice"] == "marin"


def test_the_same_type_of_turn_detection_keeps_what_is_not_mentioned() -> None:
    talk = Conversing()
    detection = {"type": "server_vad", "threshold": 0.9}
    update = {"type": "realtime", "audio": {"input": {"turn_detection": detection}}}
    session = find(talk.client("session.update", session=update), "session.updated")["session"]

    assert session["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 500
    assert session["audio"]["input"]["turn_detection"]["threshold"] == 0.9


def test_the_voice_is_fixed_once_it_has_spoken() -> None:
    talk = Conversing()
    update = {"type": "realtime", "audio": {"output": {"voice": "cedar"}}}
    before = talk.client("session.update", session=update)
    talk.client("response.create")
    update["audio"] = {"output": {"voice": "ash"}}
    error = find(talk.client("session.update", session=update), "error")["error"]

    assert types(before) == ["session.updated"]
    assert error["code"] == "cannot_update_voice"


@pytest.mark.parametrize(
    ("event", "code", "param"),
    [
        ({"type": "session.fly"}, "invalid_value", "type"),
        ({"type": ["session.update"]}, "invalid_value", "type"),
        ({"type": "conversation.item.delete"}, "missing_required_parameter", "item_id"),
        ({"type": "session.update", "session": {"type": "transcription"}}, "invalid_value", "session.type"),
        (
            {
                "type": "session.update",
                "session": {"type": "realtime", "audio": {"input": {"format": {"type": "audio/pcmu"}}}},
            },
            "unsupported_format",
            "session.audio.input.format",
        ),
        (
            {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text", "audio"]}},
            "invalid_value",
            "session.output_modalities",
        ),
        (
            {
                "type": "session.update",
                "session": {
                    "type": "realtime",
                    "tools": [{"type": "mcp", "server_label": "x", "server_url": "http://x"}],
                },
            },
            "invalid_value",
            "session.tools[0].type",
        ),
        ({"type": "session.update", "session": "loud"}, "invalid_value", "session"),
        ({"type": "conversation.item.create", "item": {"type": "message", "role": {}}}, "invalid_value", "item.type"),
        ({"type": "conversation.item.create", "item": 7}, "invalid_value", "item"),
        ({"type": "response.create", "response": {"tools": 7}}, "invalid_value", "response.tools"),
        ({"type": "conversation.item.create", "item": {"type": "mcp_call"}}, "invalid_value", "item.type"),
        (
            {"type": "conversation.item.create", "item": {"type": "message", "role": "user"}},
            "missing_required_parameter",
            "item.content",
        ),
    ],
)
def test_an_event_that_cannot_be_done_is_an_error_that_names_the_field(
    event: dict[str, Any], code: str, param: str
) -> None:
    talk = Conversing()
    error = find(talk.client(**{"event_id": "mine", "type_": event.pop("type"), **event}), "error")["error"]

    assert (error["code"], error["param"], error["event_id"]) == (code, param, "mine")
    assert types(talk.typed("still here")) == ["conversation.item.added", "conversation.item.done"]


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"type": "\\ud800"}', "[" * 100_000])
def test_what_is_not_a_json_object_is_an_error(text: str) -> None:
    talk = Conversing()

    assert find(talk.take(talk.session.receive(text)), "error")["error"]["code"] == "invalid_json"


def test_an_event_has_a_largest_size() -> None:
    talk = Conversing(limits=ContentLimits(event_characters=100))

    assert find(talk.typed("x" * 100), "error")["error"]["code"] == "event_too_large"


def test_truncating_a_message_whose_parts_have_no_type_changes_nothing() -> None:
    talk = Conversing()
    item = {"type": "message", "role": "assistant", "id": "a", "content": [{"text": "hello"}]}
    talk.client("conversation.item.create", item=item)
    events = talk.client("conversation.item.truncate", item_id="a", content_index=0, audio_end_ms=5)

    assert types(events) == ["conversation.item.truncated"]
