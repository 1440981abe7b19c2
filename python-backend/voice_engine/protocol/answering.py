"""Whether and how the session is answering: the one response it may have, and the audio of it that is playing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice_engine.errors import ClientEventRefused
from voice_engine.protocol.configuration import check_response, section
from voice_engine.protocol.conversation import Conversation, parse_item
from voice_engine.protocol.effects import FlushPlayback, StartResponse, StopResponse
from voice_engine.protocol.events import Wire
from voice_engine.protocol.limits import ContentLimits, require_few
from voice_engine.protocol.outbox import Outbox
from voice_engine.protocol.response import ResponseWriter
from voice_engine.protocol.states import ResponseState, Trigger, advance


@dataclass(frozen=True)
class Cut:
    """A message whose audio stopped before its end."""

    item_id: str
    played_ms: int


class Answering:
    """Moves the response through the transition table and keeps playback in step."""

    def __init__(
        self, outbox: Outbox, conversation: Conversation, limits: ContentLimits, *, streams_audio: bool
    ) -> None:
        self._outbox = outbox
        self._conversation = conversation
        self._conversation_id = outbox.new_id("conv")
        self._limits = limits
        self._streams_audio = streams_audio
        self._state = ResponseState.IDLE
        self._writer: ResponseWriter | None = None
        self._cancel_reason = "client_cancelled"
        self._cuts: list[Cut] = []
        self._playing: str | None = None
        self.has_spoken = False

    @property
    def is_idle(self) -> bool:
        """Whether a response may start."""
        return self._state is ResponseState.IDLE

    @property
    def writer(self) -> ResponseWriter:
        """The response being written."""
        if self._writer is None:
            raise RuntimeError("no response is in progress")
        return self._writer

    def start(self, configuration: Wire, options: Mapping[str, Any], failure: str | None = None) -> None:
        """Begin a response; `options` are those of response.create."""
        check_response(options, self._limits)
        self._require_idle()
        self._conversation.require_room()
        items = self._context(options)
        self._step(Trigger.CREATE)
        in_band = options.get("conversation") != "none"
        self._writer = ResponseWriter(
            self._outbox,
            self._conversation if in_band else None,
            self._response(configuration, options, in_band=in_band),
            streams_audio=self._streams_audio,
        )
        self.has_spoken = self.has_spoken or self._writer.speaks
        choice = options.get("tool_choice", configuration.get("tool_choice"))
        tools = options.get("tools") or configuration.get("tools") or []
        instructions = options.get("instructions") or configuration.get("instructions") or ""
        self._outbox.order(
            StartResponse(
                response_id=self._writer.id,
                instructions=instructions,
                tools=() if choice == "none" else tuple(tools),
                items=items,
                speaks=self._writer.speaks,
                failure=failure,
            )
        )

    def cancel(self, response_id: str | None) -> None:
        """response.cancel."""
        if self._writer is None or response_id not in (None, self._writer.id) or not self._step(Trigger.CANCEL):
            raise ClientEventRefused("response_cancel_not_active", "Cancellation failed: no active response found.")
        self._cancel_reason = "client_cancelled"
        self._outbox.order(StopResponse())

    def interrupt(self) -> bool:
        """The user speaks: stop the response and what is playing; answers whether there was anything to stop."""
        was_busy = self._playing is not None
        if self._step(Trigger.SPEECH_STARTED):
            was_busy, self._cancel_reason = True, "turn_detected"
            self._outbox.order(StopResponse())
        self._outbox.order(FlushPlayback())
        return was_busy

    def clear_output(self) -> None:
        """output_audio_buffer.clear: silence now; a response that is still being made ends too."""
        if self._step(Trigger.CANCEL):
            self._cancel_reason = "client_cancelled"
            self._outbox.order(StopResponse())
        self._outbox.order(FlushPlayback())

    def end(self, failure: str | None = None) -> None:
        """The runner is done with the response."""
        writer, self._writer = self.writer, None
        if self._state is ResponseState.CANCELLING:
            writer.end("cancelled", {"type": "cancelled", "reason": self._cancel_reason})
        elif failure:
            error = {"type": "server_error", "code": "stage_failed", "message": failure}
            writer.end("failed", {"type": "failed", "error": error})
        else:
            writer.end("completed", None)
        self._step(Trigger.DONE)
        cuts, self._cuts = self._cuts, []
        self._truncate(cuts)

    def playback_started(self, response_id: str) -> None:
        """The first sample of a response is on its way to the ear."""
        self._playing = response_id
        self._outbox.send("output_audio_buffer.started", response_id=response_id)

    def playback_stopped(self, response_id: str) -> None:
        """Everything of a response has been played."""
        self._playing = None
        self._outbox.send("output_audio_buffer.stopped", response_id=response_id)

    def playback_cleared(self, cuts: Sequence[Cut]) -> None:
        """What had not been played is gone; messages still being written are truncated once they end."""
        playing, self._playing = self._playing, None
        if playing is not None:
            self._outbox.send("output_audio_buffer.cleared", response_id=playing)
        if self._writer is None:
            self._truncate(cuts)
        else:
            self._cuts.extend(cuts)

    def _truncate(self, cuts: Sequence[Cut]) -> None:
        for cut in cuts:
            if self._conversation.has(cut.item_id):
                self.truncate(cut)

    def truncate(self, cut: Cut) -> None:
        """Forget what nobody heard."""
        self._conversation.truncate(cut.item_id, cut.played_ms)
        self._outbox.send(
            "conversation.item.truncated", item_id=cut.item_id, content_index=0, audio_end_ms=cut.played_ms
        )

    def _step(self, trigger: Trigger) -> bool:
        following = advance(self._state, trigger)
        self._state = following or self._state
        return following is not None

    def _require_idle(self) -> None:
        if self._writer is not None:
            raise ClientEventRefused(
                "conversation_already_has_active_response",
                f"Conversation already has an active response in progress: {self._writer.id}.",
            )

    def _context(self, options: Mapping[str, Any]) -> tuple[Wire, ...]:
        given = options.get("input")
        if given is None:
            return self._conversation.recent()
        if not isinstance(given, list):
            raise ClientEventRefused("invalid_value", "response.input is a list of items.", "response.input")
        require_few("response.input", len(given), self._limits.window_items)
        return tuple(
            self._referred(item) or parse_item(item, self._outbox.new_id("item"), self._limits) for item in given
        )

    def _referred(self, item: Any) -> Wire | None:
        if isinstance(item, Mapping) and item.get("type") == "item_reference":
            return self._conversation.find(str(item.get("id")))
        return None

    def _response(self, configuration: Wire, options: Mapping[str, Any], *, in_band: bool) -> Wire:
        output = section(configuration, "audio", "output")
        return {
            "object": "realtime.response",
            "id": self._outbox.new_id("resp"),
            "status": "in_progress",
            "status_details": None,
            "output": [],
            "conversation_id": self._conversation_id if in_band else None,
            "output_modalities": options.get("output_modalities") or configuration["output_modalities"],
            "max_output_tokens": "inf",
            "audio": {"output": {"format": output.get("format"), "voice": output.get("voice")}},
            "usage": None,
            "metadata": options.get("metadata"),
        }
