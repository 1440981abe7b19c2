"""A session over WebRTC: audio on tracks, events on the data channel."""

import asyncio
import fractions
import logging
from typing import Final

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError

from voice_engine.audio.samples import TRACK_RATE_HZ, Samples
from voice_engine.errors import InvalidRequest, TransportClosed
from voice_engine.runner import FLOODED, EventQueue, Limits, Runner

_log = logging.getLogger(__name__)

_FRAME: Final = TRACK_RATE_HZ // 50
_LATE_S: Final = 0.2
_FAREWELL_S: Final = 1.0
_CLOSE_S: Final = 3.0
_BUFFERED: Final = 1_000_000
_MESSAGE_SIZE: Final = "a=max-message-size:262144"


class SpeakerTrack(MediaStreamTrack):
    """What the client hears: a frame of the session's audio every 20 ms."""

    kind = "audio"

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._sent = 0
        self._due: float | None = None

    async def recv(self) -> av.AudioFrame:
        """The next frame, when it is due; a late track does not hurry to catch up."""
        now = asyncio.get_running_loop().time()
        if self._due is None or now - self._due > _LATE_S:
            self._due = now
        await asyncio.sleep(max(0.0, self._due - now))
        self._due += _FRAME / TRACK_RATE_HZ
        frame = av.AudioFrame.from_ndarray(self._runner.play(_FRAME).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = TRACK_RATE_HZ, self._sent, fractions.Fraction(1, TRACK_RATE_HZ)
        self._sent += _FRAME
        return frame


class RtcCall:
    """One peer connection and the session on it."""

    def __init__(self, runner: Runner, limits: Limits) -> None:
        self._runner = runner
        self._limits = limits
        self._inbound = EventQueue(limits.waiting_events, limits.waiting_characters)
        # Without a configuration aiortc would ask Google's STUN server.
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._channel: asyncio.Future[RTCDataChannel] = asyncio.get_running_loop().create_future()
        self._microphone: MediaStreamTrack | None = None
        self._room = asyncio.Event()
        self._peer.on("datachannel", self._opened)
        self._peer.on("track", self._heard_track)
        self._peer.on("connectionstatechange", self._state_changed)

    async def answer(self, offer: str) -> str:
        """The SDP answer, with every candidate in it (clients do not trickle)."""
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        except (ValueError, IndexError, KeyError, InvalidStateError) as error:
            raise InvalidRequest(f"The SDP offer cannot be read: {error}") from error
        if self._peer.sctp is None:
            raise InvalidRequest("The SDP offer has no data channel.")
        if not any(transceiver.kind == "audio" for transceiver in self._peer.getTransceivers()):
            raise InvalidRequest("The SDP offer has no audio.")
        # After the remote description, so that the track binds to the offered line.
        self._peer.addTrack(SpeakerTrack(self._runner))
        answer = await self._peer.createAnswer()
        await self._peer.setLocalDescription(answer)
        # aiortc announces 64 KB and takes more; browsers refuse to send a larger session.update than was announced.
        return str(self._peer.localDescription.sdp).replace("a=max-message-size:65536", _MESSAGE_SIZE)

    async def serve(self) -> None:
        """Run the session until either side ends it."""
        try:
            async with asyncio.timeout(self._limits.connect_s):
                channel = await self._channel
        except TimeoutError:
            _log.info("a WebRTC client did not open its data channel within %g s", self._limits.connect_s)
            return
        async with asyncio.TaskGroup() as tasks:
            helpers = [tasks.create_task(each) for each in (self._listen(), self._read())]
            await self._runner.run(lambda text: self._send(channel, text))
            for helper in helpers:
                helper.cancel()
        await _sent(channel)

    async def close(self) -> None:
        """End the connection."""
        self._runner.stop()
        self._channel.cancel()
        try:
            async with asyncio.timeout(_CLOSE_S):
                await self._peer.close()
        except TimeoutError:
            _log.warning("a WebRTC connection did not close within %g s", _CLOSE_S)

    async def _listen(self) -> None:
        microphone = self._microphone
        while microphone:
            try:
                frame = await microphone.recv()
            except MediaStreamError:
                break
            if isinstance(frame, av.AudioFrame):
                self._runner.hear(_mono(frame), frame.sample_rate)

    async def _read(self) -> None:
        """A data channel cannot be told to wait: its events do."""
        while (text := await self._inbound.get()) is not None:
            await self._runner.room()
            self._runner.receive(text)

    async def _send(self, channel: RTCDataChannel, text: str) -> None:
        while channel.bufferedAmount > _BUFFERED:
            self._room.clear()
            await self._room.wait()
        try:
            channel.send(text)
        except InvalidStateError as error:
            raise TransportClosed from error

    def _opened(self, channel: RTCDataChannel) -> None:
        channel.on("message", self._received)
        channel.on("close", self._runner.stop)
        channel.bufferedAmountLowThreshold = _BUFFERED // 2
        channel.on("bufferedamountlow", self._room.set)
        if not self._channel.done():
            self._channel.set_result(channel)

    def _received(self, message: str | bytes) -> None:
        text = message if isinstance(message, str) else message.decode(errors="replace")
        if not self._inbound.put(text):
            self._runner.stop(FLOODED)

    def _heard_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._microphone = track

    def _state_changed(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self._runner.stop()
            self._channel.cancel()


async def _sent(channel: RTCDataChannel) -> None:
    """Closing drops what was not sent: a client that reads gets its last event."""
    for _ in range(20):
        if channel.readyState != "open" or not channel.bufferedAmount:
            break
        await asyncio.sleep(_FAREWELL_S / 20)


def _mono(frame: av.AudioFrame) -> Samples:
    channels = len(frame.layout.channels)
    samples = frame.to_ndarray().reshape(-1, channels)
    return samples[:, 0].astype(np.int16) if channels == 1 else samples.mean(axis=1).astype(np.int16)
