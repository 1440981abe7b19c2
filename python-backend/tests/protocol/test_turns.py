"""From speech to an item to an answer."""

import base64
from typing import Any

import pytest

from tests.protocol.conversing import Conversing, find, types
from voice_engine.protocol.effects import AppendAudio, ConfigureTurns, StartResponse, Transcribe, TurnDetection


def detecting(detection: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "realtime", "audio": {"input": {"turn_detection": detection}}}


def test_a_turn_becomes_an_item_is_recognised_and_answered() -> None:
    talk = Conversing()
    talk.take(talk.session.speech_started(100))
    stopped = talk.take(talk.session.speech_stopped(900))
    item_id = talk.effect(Transcribe).item_id
    events = talk.take(talk.session.transcribed(item_id, "hello", 0.8))

    assert types(stopped) == [
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    assert types(events) == ["conversation.item.input_audio_transcription.completed", "response.created"]
    assert talk.effect(StartResponse).items[0]["content"][0]["transcript"] == "hello"


def test_an_unrecognised_item_carries_a_null_transcript() -> None:
    talk = Conversing()
    added = find(talk.take(talk.session.speech_stopped(900)), "conversation.item.added")

    assert added["item"]["content"] == [{"type": "input_audio", "transcript": None}]
    assert added["previous_item_id"] is None


def test_noise_that_interrupted_nobody_is_not_answered() -> None:
    talk = Conversing()
    talk.take(talk.session.speech_started(100))
    talk.take(talk.session.speech_stopped(400))
    events = talk.take(talk.session.transcribed(talk.effect(Transcribe).item_id, "", 0.3))

    assert types(events) == ["conversation.item.input_audio_transcription.completed"]


def test_a_turn_that_ends_during_a_response_is_answered_after_it() -> None:
    talk = Conversing()
    talk.take(talk.session.speech_started(100))
    talk.client("response.create")
    talk.take(talk.session.speech_stopped(900))
    waiting = talk.take(talk.session.transcribed(talk.effect(Transcribe).item_id, "wait", 0.8))
    events = talk.end()

    assert "response.created" not in types(waiting)
    assert types(events) == ["response.done", "response.created"]


def test_a_turn_that_cannot_be_recognised_is_answered_with_an_apology() -> None:
    talk = Conversing()
    talk.take(talk.session.speech_stopped(900))
    events = talk.take(talk.session.transcription_failed(talk.effect(Transcribe).item_id, "it crashed"))

    assert types(events) == ["conversation.item.input_audio_transcription.failed", "response.created"]
    assert talk.effect(StartResponse).failure == "it crashed"


def test_push_to_talk_commits_and_leaves_the_answer_to_the_client() -> None:
    talk = Conversing(streams_audio=True)
    talk.client("session.update", session=detecting(None))
    talk.client("input_audio_buffer.append", audio=base64.b64encode(b"\1\0\2\0").decode())
    committed = talk.client("input_audio_buffer.commit")
    events = talk.take(talk.session.transcribed(talk.effect(Transcribe).item_id, "hello", 0.8))

    assert talk.effect(AppendAudio).pcm == b"\1\0\2\0"
    assert types(committed)[0] == "input_audio_buffer.committed"
    assert "response.created" not in types(events)


def test_an_empty_buffer_cannot_be_committed() -> None:
    error = find(Conversing(streams_audio=True).client("input_audio_buffer.commit"), "error")["error"]

    assert error["code"] == "input_audio_buffer_commit_empty"


@pytest.mark.parametrize("audio", ["not base64!", base64.b64encode(b"odd").decode()])
def test_audio_that_is_not_samples_is_refused(audio: str) -> None:
    error = find(Conversing().client("input_audio_buffer.append", audio=audio), "error")["error"]

    assert (error["code"], error["param"]) == ("invalid_value", "audio")


@pytest.mark.parametrize(
    ("detection", "expected"),
    [
        ({"type": "server_vad", "threshold": 0.7, "silence_duration_ms": 800}, TurnDetection(0.7, 800, 300)),
        ({"type": "semantic_vad", "eagerness": "low"}, TurnDetection(0.5, 900, 300)),
        ({"type": "semantic_vad"}, TurnDetection(0.5, 500, 300)),
        (None, None),
    ],
)
def test_turn_detection_reaches_the_pipeline(detection: dict[str, Any] | None, expected: TurnDetection | None) -> None:
    talk = Conversing()
    talk.client("session.update", session=detecting(detection))

    assert talk.effect(ConfigureTurns).detection == expected


def test_the_buffer_can_be_cleared() -> None:
    talk = Conversing(streams_audio=True)
    talk.client("input_audio_buffer.append", audio="AAAAAAAA")
    events = talk.client("input_audio_buffer.clear")

    assert types(events) == ["input_audio_buffer.cleared"]
    assert types(talk.client("input_audio_buffer.commit")) == ["error"]
