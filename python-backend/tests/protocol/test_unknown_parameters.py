"""The engine never says yes where the service says no, and claims only what is in force."""

from typing import Any

import pytest

from tests.protocol.conversing import Conversing, Event, find, types
from voice_engine.protocol.effects import StartResponse

BETA: Event = {
    "modalities": ["text", "audio"],
    "voice": "alloy",
    "input_audio_format": "g711_ulaw",
    "output_audio_format": "g711_ulaw",
    "turn_detection": {"type": "server_vad"},
    "temperature": 0.8,
}
"""What clients of the beta sent."""


def update(**session: Any) -> Event:
    return {"type": "session.update", "session": {"type": "realtime", **session}}


def audio(**sides: Any) -> Event:
    return update(audio=sides)


@pytest.mark.parametrize(
    ("event", "param"),
    [
        ({"type": "session.update", "session": BETA}, "session.modalities"),
        *((update(**{name: value}), f"session.{name}") for name, value in BETA.items()),
        (
            audio(input={"turn_detection": {"type": "server_vad", "silence": 1}}),
            "session.audio.input.turn_detection.silence",
        ),
        (audio(input={"transcription": {"enabled": True}}), "session.audio.input.transcription.enabled"),
        (audio(output={"volume": 2}), "session.audio.output.volume"),
        (update(tools=[{"type": "function", "name": "a", "strict": True}]), "session.tools[0].strict"),
        ({"type": "response.create", "response": {"modalities": ["text"]}}, "response.modalities"),
        ({"type": "response.create", "response": {"temperature": 0.8}}, "response.temperature"),
        ({"type": "response.create", "modalities": ["text"]}, "modalities"),
        (
            {
                "type": "conversation.item.create",
                "item": {"type": "message", "role": "user", "content": [], "name": "x"},
            },
            "item.name",
        ),
        (
            {
                "type": "conversation.item.create",
                "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "value": "x"}]},
            },
            "item.content[0].value",
        ),
        ({"type": "input_audio_buffer.commit", "item": 1}, "item"),
    ],
)
def test_an_unknown_parameter_is_refused_by_name(event: Event, param: str) -> None:
    talk = Conversing()
    events = talk.client(**as_call(event))

    assert types(events) == ["error"]
    error = events[0]["error"]
    assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", "unknown_parameter", param)
    assert error["message"] == f"Unknown parameter: '{param}'."


def test_a_refused_update_changes_nothing() -> None:
    talk = Conversing()
    before = find(talk.client(**as_call(update())), "session.updated")["session"]
    talk.client("session.update", session={**BETA, "type": "realtime", "instructions": "Be loud."})
    after = find(talk.client(**as_call(update())), "session.updated")["session"]

    assert after == before


def test_an_update_without_a_type_is_refused() -> None:
    error = find(Conversing().client("session.update", session={"instructions": "hi"}), "error")["error"]

    assert (error["code"], error["param"]) == ("missing_required_parameter", "session.type")


@pytest.mark.parametrize(
    ("sent", "where", "in_force"),
    [
        (update(tracing="auto"), ["tracing"], None),
        (update(max_output_tokens=100), ["max_output_tokens"], "inf"),
        (update(truncation="disabled"), ["truncation"], "auto"),
        (update(tool_choice="required"), ["tool_choice"], "auto"),
        (update(tool_choice="none"), ["tool_choice"], "none"),
        (update(parallel_tool_calls=True), ["parallel_tool_calls"], None),
        (update(reasoning={"effort": "low"}), ["reasoning"], None),
        (audio(output={"speed": 1.5}), ["audio", "output", "speed"], 1.0),
        (audio(output={"voice": "cedar"}), ["audio", "output", "voice"], "cedar"),
        (audio(input={"noise_reduction": {"type": "near_field"}}), ["audio", "input", "noise_reduction"], None),
        (
            audio(input={"transcription": {"model": "whisper-1", "language": "de", "prompt": "names"}}),
            ["audio", "input", "transcription"],
            {"model": "whisper-1"},
        ),
        (
            audio(input={"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}),
            ["audio", "input", "turn_detection"],
            {"type": "semantic_vad", "eagerness": "low"},
        ),
        (
            audio(input={"turn_detection": {"type": "server_vad", "idle_timeout_ms": 6000}}),
            ["audio", "input", "turn_detection", "idle_timeout_ms"],
            None,
        ),
    ],
)
def test_the_echo_claims_only_what_is_in_force(sent: Event, where: list[str], in_force: object) -> None:
    talk = Conversing()
    found: Any = find(talk.client(**as_call(sent)), "session.updated")["session"]
    for name in where:
        found = found.get(name)

    assert found == in_force


@pytest.mark.parametrize(
    ("event", "code", "param"),
    [
        (audio(output={"format": {"type": "audio/pcmu"}}), "unsupported_format", "session.audio.output.format"),
        (update(prompt={"id": "pmpt_1"}), "invalid_value", "session.prompt"),
        (
            {"type": "response.create", "response": {"audio": {"output": {"format": {"type": "audio/pcma"}}}}},
            "unsupported_format",
            "response.audio.output.format",
        ),
        (
            {"type": "response.create", "response": {"output_modalities": ["text", "audio"]}},
            "invalid_value",
            "response.output_modalities",
        ),
        (
            {"type": "response.create", "response": {"tools": [{"type": "mcp", "server_label": "x"}]}},
            "invalid_value",
            "response.tools[0].type",
        ),
    ],
)
def test_what_the_engine_cannot_do_is_refused(event: Event, code: str, param: str) -> None:
    events = Conversing().client(**as_call(event))

    assert types(events) == ["error"]
    assert (events[0]["error"]["code"], events[0]["error"]["param"]) == (code, param)


def test_a_response_may_refer_to_items() -> None:
    talk = Conversing()
    talk.typed("one", id="a")
    talk.typed("two", id="b")
    talk.client("response.create", response={"conversation": "none", "input": [{"type": "item_reference", "id": "a"}]})

    assert [item["id"] for item in talk.effect(StartResponse).items] == ["a"]


def as_call(event: Event) -> dict[str, Any]:
    """The event as arguments of `Conversing.client`."""
    return {"type_": event["type"], **{key: value for key, value in event.items() if key != "type"}}
