"""Everything the engine sends is what the official types say, and the documentation lists all of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.protocol.conversing import Conversing
from voice_engine.protocol.answering import Cut
from voice_engine.protocol.effects import StartResponse, Transcribe
from voice_engine.protocol.events import CLIENT_EVENTS, SENT, SERVER_EVENTS, server_event
from voice_engine.protocol.session import HANDLERS

PAGE = Path(__file__).parents[3] / "docs" / "realtime-events.md"
ROW = re.compile(r"^\| `([a-z_.]+)` \| (yes|no) \| (yes|no) \|", re.MULTILINE)

# The server's session object has these; the official types use the request's model for it.
KNOWN_EXTRAS = {".session.id", ".session.object", ".session.expires_at"}


def extras(value: Any, path: str = "") -> Iterator[str]:
    """The fields that the official models do not know."""
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in value.model_fields_set:
            yield from extras(getattr(value, name, None), f"{path}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from extras(each, path)


def long_conversation() -> Conversing:
    """A conversation in which every event the engine sends over an audio track occurs."""
    talk = Conversing()
    talk.client("session.update", session={"type": "realtime", "instructions": "hi"})
    talk.client("response.create")
    response_id = talk.effect(StartResponse).response_id
    item_id = talk.begin_message()
    talk.speak("Hello there.")
    talk.take(talk.session.playback_started(response_id))
    talk.end_message()
    talk.call_tool("lookupOrders", phone="555-0100")
    talk.end()
    talk.take(talk.session.speech_started(1))
    talk.take(talk.session.playback_cleared([Cut(item_id, 10)]))
    talk.take(talk.session.speech_stopped(2))
    talk.take(talk.session.transcribed(talk.effect(Transcribe).item_id, "hello", 1.0))
    talk.take(talk.session.playback_started(response_id))
    talk.take(talk.session.playback_stopped(response_id))
    talk.end("it crashed")
    talk.take(talk.session.speech_stopped(3))
    talk.take(talk.session.transcription_failed(talk.effect(Transcribe).item_id, "it crashed"))
    talk.client("response.cancel")
    talk.end()
    for type_ in ("conversation.item.retrieve", "conversation.item.delete"):
        talk.client(type_, item_id=item_id)
    talk.client("input_audio_buffer.clear")
    talk.client("nonsense")
    return talk


def text_conversation() -> Conversing:
    """What occurs only over a WebSocket, or only in text."""
    talk = Conversing(streams_audio=True)
    talk.client("response.create")
    talk.begin_message()
    talk.speak("Hello.")
    talk.end_message()
    talk.end()
    talk.client("response.create", response={"output_modalities": ["text"]})
    talk.begin_message()
    talk.take(talk.session.write(lambda response: response.extend_message("Hello.")))
    talk.end_message()
    talk.end()
    return talk


def test_every_field_is_one_that_the_official_types_know() -> None:
    events = [*long_conversation().log, *text_conversation().log]
    unknown = {f"{event.type}{path}" for event in events for path in extras(event.model) if path not in KNOWN_EXTRAS}

    assert unknown == set()


def test_every_event_the_engine_claims_to_send_is_sent() -> None:
    assert {event.type for event in [*long_conversation().log, *text_conversation().log]} == SENT


def test_every_client_event_has_a_handler() -> None:
    assert set(HANDLERS) == set(CLIENT_EVENTS)


def test_an_event_outside_the_list_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match=r"conversation\.created"):
        server_event("conversation.created", "event_1", {"conversation": {}})


def test_the_documentation_lists_every_event_and_says_truly_which_are_used() -> None:
    rows = {type_: "yes" in answers for type_, *answers in ROW.findall(PAGE.read_text())}

    assert set(rows) == set(CLIENT_EVENTS) | set(SERVER_EVENTS)
    assert {type_ for type_, used in rows.items() if used} == set(HANDLERS) | SENT
