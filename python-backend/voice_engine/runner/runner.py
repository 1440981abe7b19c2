"""One session's tasks: send events, recognise turns, answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from voice_engine.audio.playback import Playback
from voice_engine.audio.samples import Samples
from voice_engine.errors import StageFailed, TransportClosed
from voice_engine.pipeline.boundary import stage_answer
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import CallTool, Conversation, Reply, Say
from voice_engine.protocol import effects
from voice_engine.protocol.events import ServerEvent
from voice_engine.protocol.response import ResponseWriter
from voice_engine.protocol.session import Session
from voice_engine.runner.endings import HUNG_UP, UNREAD, Ending, expired, idle
from voice_engine.runner.event_queue import EventQueue
from voice_engine.runner.limits import Limits
from voice_engine.runner.listening import Listening
from voice_engine.runner.scope import Scope
from voice_engine.runner.speaking import Speaking

_log = logging.getLogger(__name__)

_APOLOGY: Final = "I am sorry, something went wrong on my side. Could you say that again?"
_DEAF: Final = "I am sorry, I could not hear that. You can type it instead."

Send = Callable[[str], Awaitable[None]]
"""Sends a server event's text; raises TransportClosed when nobody is there."""


class Runner:
    """Owns a session from its first event to its last."""

    def __init__(self, session: Session, parts: Parts, limits: Limits, playback: Playback | None) -> None:
        self._session = session
        self._limits = limits
        self._brain = parts.brain()
        self._outbound = EventQueue(limits.waiting_events, limits.waiting_characters)
        scope = Scope(limits, self._apply, self._outbound.room)
        self._speaking = Speaking(session, parts.text_to_speech, playback, scope)
        self._listening = Listening(session, parts, scope, limits.track_tail_s if playback else 0.0)
        self._tasks: asyncio.TaskGroup | None = None
        self._answer: asyncio.Task[str | None] | None = None
        self._stopped = False
        self._ending = HUNG_UP
        self._active_at = 0.0

    async def run(self, send: Send) -> Ending:
        """Serve the session until it is stopped, the other side is gone, or its time is over; answers which."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                helpers = [self._tasks.create_task(each) for each in (self._listening.recognise(), self._watch())]
                self._apply(self._session.open())
                await self._send_events(send)
                self._end(helpers)
        finally:
            self._stopped = True
        if self._ending is not HUNG_UP:
            _log.info("a session was ended: %s", self._ending.message)
        return self._ending

    def receive(self, text: str) -> None:
        """A client event; wait for `room` before the next one."""
        if not self._stopped:
            self._apply(self._session.receive(text))

    async def room(self) -> None:
        """Wait until the client has read most of what it was sent, and until others had their turn."""
        await self._outbound.room()
        await self._listening.pace()

    def hear(self, samples: Samples, rate_hz: int) -> None:
        """The microphone's next samples."""
        if not self._stopped:
            self._listening.hear(samples, rate_hz)

    def play(self, count: int) -> Samples:
        """The next samples for the audio track."""
        return self._speaking.play(count)

    def stop(self, ending: Ending = HUNG_UP) -> None:
        """End the session; an ending with a code is told to the client first."""
        if self._stopped:
            return
        self._stopped = True
        self._ending = ending
        self._outbound.finish(self._session.farewell(ending.code, ending.message) if ending.code else None)

    async def _watch(self) -> None:
        """End the session when its time is over, or when nothing has happened for long."""
        clock = asyncio.get_running_loop().time
        expires_at, self._active_at = clock() + self._limits.session_s, clock()
        while (now := clock()) < expires_at:
            if self._answer and not self._answer.done():
                self._active_at = now
            idle_at = self._active_at + self._limits.idle_s
            if now >= idle_at:
                return self.stop(idle(self._limits.idle_s))
            await asyncio.sleep(min(expires_at, idle_at) - now)
        return self.stop(expired(self._limits.session_s))

    async def _send_events(self, send: Send) -> None:
        try:
            while (text := await self._outbound.get()) is not None:
                async with asyncio.timeout(self._limits.send_s):
                    await send(text)
        except TransportClosed:
            self.stop(HUNG_UP)
        except TimeoutError:
            self.stop(UNREAD)

    def _end(self, helpers: Sequence[asyncio.Task[None]]) -> None:
        self._stopped = True
        for task in (*helpers, *([self._answer] if self._answer else [])):
            task.cancel()

    def _apply(self, outputs: Sequence[effects.Output]) -> None:
        if any(not isinstance(output, effects.AppendAudio) for output in outputs):  # silence goes on for ever
            self._active_at = asyncio.get_running_loop().time()
        for output in outputs:
            if self._stopped:
                return
            if not isinstance(output, ServerEvent):
                self._perform(output)
            elif not self._outbound.put(output.to_json()):
                self.stop(UNREAD)

    def _perform(self, effect: effects.Effect) -> None:
        match effect:
            case effects.StartResponse():
                self._start(effect)
            case effects.StopResponse() if self._answer:
                self._answer.cancel()
            case effects.FlushPlayback():
                self._speaking.flush()
            case _:
                self._perform_listening(effect)

    def _perform_listening(self, effect: effects.Effect) -> None:
        match effect:
            case effects.AppendAudio():
                self._listening.append(effect.pcm)
            case effects.ClearAudio():
                self._listening.clear()
            case effects.Transcribe():
                self._listening.take_turn(effect.item_id)
            case effects.ConfigureTurns():
                self._listening.configure(effect.detection)
            case _:
                return

    def _start(self, order: effects.StartResponse) -> None:
        if self._tasks is None:
            raise RuntimeError("a response needs a running session")
        task = self._tasks.create_task(self._respond(order))
        task.add_done_callback(partial(self._ended, order.response_id))
        self._answer = task

    def _ended(self, response_id: str, task: asyncio.Task[str | None]) -> None:
        """However the task ended (cancelled before its first step too), the response ends with it."""
        if self._stopped:
            return
        self._speaking.end(response_id)
        if task.cancelled():
            self._apply(self._session.response_ended())
        elif task.exception() is None:
            self._apply(self._session.response_ended(task.result()))

    async def _respond(self, order: effects.StartResponse) -> str | None:
        """Say and call what the brain answers; gives the reason when there is no answer but an apology."""
        reply, failure = await self._reply(order)
        self._listening.expect(reply.expects)
        for part in reply.parts:
            await self._outbound.room()
            if isinstance(part, Say):
                await self._speaking.say(part.text, order)
            else:
                self._apply(self._session.write(partial(_call_tool, call=part)))
        return failure

    async def _reply(self, order: effects.StartResponse) -> tuple[Reply, str | None]:
        if order.failure:
            return Reply((Say(_DEAF),)), order.failure
        conversation = Conversation(order.instructions, order.tools, order.items)
        try:
            await self._listening.settled()
            if _unheard(order.items):
                return Reply((Say(_DEAF),)), "the turn could not be recognised"
            return await stage_answer("brain", self._brain.respond(conversation), self._limits.brain_s), None
        except StageFailed as failure:
            _log.error("a response failed: %s", failure, exc_info=failure.__cause__)
            return Reply((Say(_APOLOGY),)), str(failure)


def _call_tool(response: ResponseWriter, call: CallTool) -> None:
    response.call_tool(call.name, call.arguments)


def _unheard(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the newest item is a turn that could not be recognised."""
    content = (items[-1].get("content") if items else None) or [{}]
    return content[0].get("type") == "input_audio" and content[0].get("transcript") is None
