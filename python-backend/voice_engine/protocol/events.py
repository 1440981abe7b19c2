"""Protocol events, typed by the official models: parsed when they come in, validated when they go out."""

import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from voice_engine.errors import ClientEventRefused

Wire = dict[str, Any]
"""A JSON object as it is on the wire."""


def _models(union: Any) -> Mapping[str, type[BaseModel]]:
    members = typing.get_args(union)
    if not isinstance(members[0], type):
        members = typing.get_args(members[0])
    return MappingProxyType({typing.get_args(m.model_fields["type"].annotation)[0]: m for m in members})


CLIENT_EVENTS: Final = _models(RealtimeClientEvent)
SERVER_EVENTS: Final = _models(RealtimeServerEvent)

SENT: Final = frozenset(
    {
        "conversation.item.added",
        "conversation.item.deleted",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.failed",
        "conversation.item.retrieved",
        "conversation.item.truncated",
        "error",
        "input_audio_buffer.cleared",
        "input_audio_buffer.committed",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "output_audio_buffer.cleared",
        "output_audio_buffer.started",
        "output_audio_buffer.stopped",
        "response.content_part.added",
        "response.content_part.done",
        "response.created",
        "response.done",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done",
        "response.output_item.added",
        "response.output_item.done",
        "response.output_text.delta",
        "response.output_text.done",
        "session.created",
        "session.updated",
    }
)
"""The server events this engine sends; `docs/realtime-events.md` says why the others are not among them."""


@dataclass(frozen=True)
class ClientEvent:
    """A client event whose shape has been checked."""

    type: str
    event_id: str | None
    body: Mapping[str, Any]


@dataclass(frozen=True)
class ServerEvent:
    """A server event, validated by its official model."""

    type: str
    model: BaseModel

    def to_json(self) -> str:
        """The event as text; explicit nulls stay (the browser SDK needs `"transcript": null`)."""
        return self.model.model_dump_json(exclude_unset=True, by_alias=True)


def server_event(type_: str, event_id: str, fields: Mapping[str, Any]) -> ServerEvent:
    """Build one of the SENT events from the official model; `fields` is copied."""
    if type_ not in SENT:
        raise ValueError(f"{type_!r} is not among the events this engine sends")
    return ServerEvent(type_, SERVER_EVENTS[type_].model_validate({"type": type_, "event_id": event_id, **fields}))


def parse_json(text: str) -> Wire:
    """Read the text of a client event as a JSON object."""
    try:
        body = json.loads(text)
        if "\\u" in text:
            json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair could not be sent back
    except (ValueError, RecursionError) as error:
        raise ClientEventRefused("invalid_json", "The event is not valid JSON.") from error
    if not isinstance(body, dict):
        raise ClientEventRefused("invalid_json", "The event is not a JSON object.")
    return body


def check_client_event(body: Wire) -> ClientEvent:
    """Check an event against the official model of its type."""
    type_ = body.get("type")
    if not isinstance(type_, str) or type_ not in CLIENT_EVENTS:
        supported = ", ".join(sorted(CLIENT_EVENTS))
        raise ClientEventRefused(
            "invalid_value", f"Invalid value: {type_!r}. Supported values are: {supported}.", "type"
        )
    _check_own_fields(CLIENT_EVENTS[type_], body)
    return ClientEvent(type_, body.get("event_id"), body)


def _check_own_fields(model: type[BaseModel], body: Wire) -> None:
    """What is inside `item`, `session` and `response` is checked where it is read: a union names no field."""
    for name in body:
        if name not in model.model_fields:
            raise _unknown(name)
    try:
        model.model_validate(body)
    except ValidationError as error:
        for wrong in error.errors():
            if len(wrong["loc"]) == 1:
                raise _refusal(wrong, "") from error


def check(model: type[BaseModel], body: Mapping[str, Any], path: str = "") -> None:
    """Refuse a body that does not fit the model, naming the first field that is wrong or unknown."""
    try:
        checked = model.model_validate(body)
    except ValidationError as error:
        raise _refusal(error.errors()[0], path) from error
    for name in _extras(checked, path):
        raise _unknown(name)


def _extras(value: Any, path: str) -> Iterator[str]:
    """The official models keep what they do not know; the service refuses it by name."""
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from _extras(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _extras(each, f"{path}[{index}]")


def _unknown(param: str) -> ClientEventRefused:
    return ClientEventRefused("unknown_parameter", f"Unknown parameter: '{param}'.", param)


def _refusal(wrong: ErrorDetails, path: str) -> ClientEventRefused:
    param = ".".join([*([path] if path else []), *map(str, wrong["loc"])])
    code = "missing_required_parameter" if wrong["type"] == "missing" else "invalid_value"
    return ClientEventRefused(code, f"{param}: {wrong['msg']}", param)
