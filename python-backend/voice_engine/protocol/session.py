"""A Realtime session: client events and what the pipeline heard go in, server events and effects come out."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from voice_engine.errors import ClientEventRefused
from voice_engine.protocol import configuration as config
from voice_engine.protocol.answering import Answering, Cut
from voice_engine.protocol.conversation import Conversation, parse_item
from voice_engine.protocol.effects import AppendAudio, ClearAudio, ConfigureTurns, Output, Transcribe
from voice_engine.protocol.events import ClientEvent, Wire, check_client_event, parse_json, server_event
from voice_engine.protocol.limits import ContentLimits, require_shallow
from voice_engine.protocol.outbox import NewId, Outbox
from voice_engine.protocol.response import ResponseWriter


@dataclass(frozen=True)
class Opening:
    """How a session begins."""

    session_id: str
    expires_at: int
    configuration: Mapping[str, Any] = field(default_factory=dict)
    streams_audio: bool = True  # False where an audio track carries the speech (WebRTC)
    model: str = "gpt-realtime-2.1"
    limits: ContentLimits = field(default_factory=ContentLimits)


class Session:
    """The protocol's state. Every method answers what has to be sent and done because of it."""

    def __init__(self, opening: Opening, new_id: NewId) -> None:
        self._opening = opening
        self._out = Outbox(new_id)
        self._limits = opening.limits
        default = config.default_configuration(opening.model)
        self._configuration = config.configure(default, opening.configuration, self._limits)
        self._conversation = Conversation(self._limits)
        self._answering = Answering(self._out, self._conversation, self._limits, streams_audio=opening.streams_audio)
        self._turn_id: str | None = None
        self._interrupted = False
        self._buffered_bytes = 0
        self._owes_response = False

    def open(self) -> list[Output]:
        """The server speaks first."""
        self._out.send("session.created", session=self._described())
        self._out.order(ConfigureTurns(config.turn_detection(self._configuration)))
        return self._out.drain()

    def receive(self, text: str) -> list[Output]:
        """Do what a client event asks, or send the error that says why not."""
        event_id: str | None = None
        try:
            if len(text) > self._limits.event_characters:
                limit = self._limits.event_characters
                raise ClientEventRefused("event_too_large", f"An event has at most {limit} characters.")
            body = parse_json(text)
            require_shallow(None, body, self._limits.levels)
            event_id = body["event_id"] if isinstance(body.get("event_id"), str) else None
            event = check_client_event(body)
            HANDLERS[event.type](self, event)
        except ClientEventRefused as refusal:
            self._refuse(refusal, event_id)
        return self._out.drain()

    def farewell(self, code: str, message: str) -> str:
        """The text of the last event: why the session ends."""
        error = {"type": "invalid_request_error", "code": code, "message": message, "param": None, "event_id": None}
        return server_event("error", self._out.new_id("event"), {"error": error}).to_json()

    def speech_started(self, audio_start_ms: int) -> list[Output]:
        """A turn of the user began."""
        self._turn_id = self._out.new_id("item")
        self._out.send("input_audio_buffer.speech_started", item_id=self._turn_id, audio_start_ms=audio_start_ms)
        if config.turn_option(self._configuration, "interrupt_response"):
            self._interrupted = self._answering.interrupt()
        return self._out.drain()

    def speech_stopped(self, audio_end_ms: int) -> list[Output]:
        """The turn is over: it becomes an item, and is to be recognised."""
        turn_id = self._turn_id or self._out.new_id("item")
        self._out.send("input_audio_buffer.speech_stopped", item_id=turn_id, audio_end_ms=audio_end_ms)
        try:
            self._commit(turn_id)
        except ClientEventRefused as refusal:
            self._refuse(refusal, None)
        self._turn_id = None
        return self._out.drain()

    def transcribed(self, item_id: str, text: str, seconds: float) -> list[Output]:
        """A turn has been recognised; the brain may answer it."""
        self._conversation.transcribe(item_id, text)
        usage = {"type": "duration", "seconds": round(seconds, 3)}
        self._out.send(
            "conversation.item.input_audio_transcription.completed",
            item_id=item_id,
            content_index=0,
            transcript=text,
            usage=usage,
        )
        # A cough that interrupted nobody needs no answer.
        if text or self._interrupted:
            self._answer_turn(None)
        return self._out.drain()

    def transcription_failed(self, item_id: str, message: str) -> list[Output]:
        """A turn could not be recognised; the response to it is an apology."""
        error = {"type": "server_error", "code": "transcription_failed", "message": message}
        self._out.send(
            "conversation.item.input_audio_transcription.failed", item_id=item_id, content_index=0, error=error
        )
        self._answer_turn(message)
        return self._out.drain()

    def write(self, step: Callable[[ResponseWriter], object]) -> list[Output]:
        """Let the runner write into the response in progress."""
        step(self._answering.writer)
        return self._out.drain()

    def response_ended(self, failure: str | None = None) -> list[Output]:
        """The runner is done with the response; a turn that waited for it is answered now."""
        self._answering.end(failure)
        if self._owes_response:
            self._owes_response = False
            self._answer_turn(None)
        return self._out.drain()

    def playback_started(self, response_id: str) -> list[Output]:
        """The first sample of a response is on its way to the ear."""
        self._answering.playback_started(response_id)
        return self._out.drain()

    def playback_stopped(self, response_id: str) -> list[Output]:
        """Everything of a response has been played."""
        self._answering.playback_stopped(response_id)
        return self._out.drain()

    def playback_cleared(self, cuts: list[Cut]) -> list[Output]:
        """What had not been played is gone."""
        self._answering.playback_cleared(cuts)
        return self._out.drain()

    def update(self, event: ClientEvent) -> None:
        """session.update."""
        wanted = event.body["session"]
        following = config.configure(self._configuration, wanted, self._limits)
        if "type" not in wanted:
            raise ClientEventRefused(
                "missing_required_parameter", "Missing required parameter: 'session.type'.", "session.type"
            )
        if self._answering.has_spoken and config.voice(following) != config.voice(self._configuration):
            raise ClientEventRefused(
                "cannot_update_voice", "The voice cannot change once it has spoken.", "session.audio.output.voice"
            )
        self._configuration = following
        self._out.send("session.updated", session=self._described())
        self._out.order(ConfigureTurns(config.turn_detection(following)))

    def create_item(self, event: ClientEvent) -> None:
        """conversation.item.create."""
        item = parse_item(event.body["item"], self._out.new_id("item"), self._limits)
        if item["type"] == "function_call_output" and not self._conversation.has_call(item["call_id"]):
            raise ClientEventRefused(
                "invalid_tool_call_id", f"There is no tool call {item['call_id']!r}.", "item.call_id"
            )
        self._conversation.insert(item, event.body.get("previous_item_id"))
        self._announce(item)

    def delete_item(self, event: ClientEvent) -> None:
        """conversation.item.delete."""
        self._conversation.delete(event.body["item_id"])
        self._out.send("conversation.item.deleted", item_id=event.body["item_id"])

    def retrieve_item(self, event: ClientEvent) -> None:
        """conversation.item.retrieve."""
        self._out.send("conversation.item.retrieved", item=self._conversation.find(event.body["item_id"]))

    def truncate_item(self, event: ClientEvent) -> None:
        """conversation.item.truncate."""
        self._answering.truncate(Cut(event.body["item_id"], event.body["audio_end_ms"]))

    def create_response(self, event: ClientEvent) -> None:
        """response.create."""
        self._answering.start(self._configuration, event.body.get("response") or {})

    def cancel_response(self, event: ClientEvent) -> None:
        """response.cancel."""
        self._answering.cancel(event.body.get("response_id"))

    def clear_output(self, _: ClientEvent) -> None:
        """output_audio_buffer.clear."""
        self._answering.clear_output()

    def append_audio(self, event: ClientEvent) -> None:
        """input_audio_buffer.append."""
        try:
            pcm = base64.b64decode(event.body["audio"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ClientEventRefused("invalid_value", "audio is not base64.", "audio") from error
        if len(pcm) % 2:
            raise ClientEventRefused("invalid_value", "audio is not made of 16-bit samples.", "audio")
        self._buffered_bytes += len(pcm)
        self._require_commits()
        self._out.order(AppendAudio(pcm))

    def clear_audio(self, _: ClientEvent) -> None:
        """input_audio_buffer.clear."""
        self._buffered_bytes = 0
        self._out.order(ClearAudio())
        self._out.send("input_audio_buffer.cleared")

    def commit_audio(self, _: ClientEvent) -> None:
        """input_audio_buffer.commit: the client says that the turn is over, and asks for the response itself."""
        if self._opening.streams_audio and not self._buffered_bytes:
            raise ClientEventRefused("input_audio_buffer_commit_empty", "The input audio buffer is empty.")
        self._interrupted = False
        self._commit(self._out.new_id("item"))

    def _commit(self, item_id: str) -> None:
        self._conversation.require_room()
        self._buffered_bytes = 0
        previous = self._conversation.last_id()
        self._out.send("input_audio_buffer.committed", item_id=item_id, previous_item_id=previous)
        content = [{"type": "input_audio", "transcript": None}]
        item = {"id": item_id, "object": "realtime.item", "type": "message", "status": "completed", "role": "user"}
        self._conversation.append({**item, "content": content})
        self._announce(self._conversation.find(item_id))
        self._out.order(Transcribe(item_id))

    def _require_commits(self) -> None:
        """Where turns are detected, what nobody said is forgotten; else the client has to end its turns."""
        most = self._limits.uncommitted_audio_bytes
        if self._buffered_bytes > most and config.turn_detection(self._configuration) is None:
            self._buffered_bytes = most
            raise ClientEventRefused(
                "input_audio_buffer_full", f"The input audio buffer holds at most {most} bytes: commit or clear it."
            )

    def _announce(self, item: Wire) -> None:
        previous = self._conversation.predecessor(item["id"])
        self._out.send("conversation.item.added", item=item, previous_item_id=previous)
        self._out.send("conversation.item.done", item=item, previous_item_id=previous)

    def _answer_turn(self, failure: str | None) -> None:
        detects = config.turn_detection(self._configuration) is not None
        if not detects or not config.turn_option(self._configuration, "create_response"):
            return
        if not self._answering.is_idle:
            self._owes_response = True
            return
        try:
            self._answering.start(self._configuration, {}, failure)
        except ClientEventRefused as refusal:
            self._refuse(refusal, None)

    def _described(self) -> Wire:
        opening = self._opening
        about = {"object": "realtime.session", "id": opening.session_id, "expires_at": opening.expires_at}
        return {**about, **self._configuration}

    def _refuse(self, refusal: ClientEventRefused, event_id: str | None) -> None:
        self._send_error("invalid_request_error", refusal.code, refusal.message, refusal.param, event_id)

    def _send_error(
        self, type_: str, code: str, message: str, param: str | None = None, event_id: str | None = None
    ) -> None:
        error = {"type": type_, "code": code, "message": message, "param": param, "event_id": event_id}
        self._out.send("error", error=error)


HANDLERS: Final[Mapping[str, Callable[[Session, ClientEvent], None]]] = MappingProxyType(
    {
        "session.update": Session.update,
        "conversation.item.create": Session.create_item,
        "conversation.item.delete": Session.delete_item,
        "conversation.item.retrieve": Session.retrieve_item,
        "conversation.item.truncate": Session.truncate_item,
        "input_audio_buffer.append": Session.append_audio,
        "input_audio_buffer.clear": Session.clear_audio,
        "input_audio_buffer.commit": Session.commit_audio,
        "output_audio_buffer.clear": Session.clear_output,
        "response.create": Session.create_response,
        "response.cancel": Session.cancel_response,
    }
)
