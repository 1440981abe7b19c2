"""Every WebRTC connection of the program, by its id; owns the tasks that serve them."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from voice_engine.audio.playback import Playback
from voice_engine.audio.samples import TRACK_RATE_HZ
from voice_engine.errors import UnknownRtcCall
from voice_engine.runner import Limits
from voice_engine.transport.rtc_call import RtcCall
from voice_engine.transport.sessions import Opener, Sessions, new_id

_log = logging.getLogger(__name__)

_CLOSE_ALL_S: Final = 4.0


class RtcCalls:
    """Opens, serves and closes connections."""

    def __init__(self, sessions: Sessions, limits: Limits) -> None:
        self._sessions = sessions
        self._limits = limits
        self._serving: dict[str, asyncio.Task[None]] = {}

    async def open(self, opener: Opener, configuration: Mapping[str, Any], offer: str) -> tuple[str, str]:
        """Answer an offer: the connection's id and the SDP answer."""
        session_id, runner = self._sessions.open(opener, configuration, Playback(TRACK_RATE_HZ))
        call = RtcCall(runner, self._limits)
        answered = False
        try:
            answer = await call.answer(offer)
            answered = True
        finally:
            if not answered:
                await self._close(call, session_id)
        rtc_call_id = new_id("rtc")
        task = asyncio.create_task(self._serve(call, session_id))
        self._serving[rtc_call_id] = task
        task.add_done_callback(lambda done: self._ended(rtc_call_id, done))
        return rtc_call_id, answer

    async def hang_up(self, rtc_call_id: str) -> None:
        """End a connection."""
        task = self._serving.get(rtc_call_id)
        if task is None:
            raise UnknownRtcCall(f"There is no call {rtc_call_id!r}.")
        task.cancel()
        await asyncio.wait({task})

    async def close_all(self) -> None:
        """The program ends."""
        tasks = set(self._serving.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_ALL_S)

    async def _serve(self, call: RtcCall, session_id: str) -> None:
        try:
            await call.serve()
        finally:
            await self._close(call, session_id)

    async def _close(self, call: RtcCall, session_id: str) -> None:
        self._sessions.close(session_id)
        await call.close()

    def _ended(self, rtc_call_id: str, task: asyncio.Task[None]) -> None:
        self._serving.pop(rtc_call_id, None)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a session over WebRTC crashed", exc_info=error)
