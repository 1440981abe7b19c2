"""A WebRTC client as a browser would be: a microphone, a loudspeaker that measures, and the data channel."""

import asyncio
import fractions
import json
import os
import socket
from collections.abc import Callable
from typing import Any

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from voice_engine.models.scripted import tone

Event = dict[str, Any]


class Microphone(MediaStreamTrack):
    """Silence, with a tone where the test speaks."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0
        self._speech = np.zeros(0, np.int16)

    def speak(self, duration_ms: int) -> None:
        """Be loud for so long."""
        self._speech = tone(duration_ms, 48_000)

    async def recv(self) -> av.AudioFrame:
        """20 ms of what is said, at the pace of time."""
        await asyncio.sleep(0.02)
        said, self._speech = self._speech[:960], self._speech[960:]
        samples = np.concatenate([said, np.zeros(960 - len(said), np.int16)])
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, self._sent, fractions.Fraction(1, 48_000)
        self._sent += 960
        return frame


class RtcClient:
    """One connection; `await connect(...)`, then `send` and `until`."""

    def __init__(self) -> None:
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = Microphone()
        self.seen: list[Event] = []
        self.loudest = 0.0
        self._arrived: asyncio.Queue[Event] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self.peer.addTrack(self.microphone)
        self.channel: RTCDataChannel = self.peer.createDataChannel("oai-events")
        self.channel.on("message", self._received)
        self.peer.on("track", self._listen)

    async def offer(self) -> str:
        """The SDP offer without candidates, as the browser SDK sends it."""
        await self.peer.setLocalDescription(await self.peer.createOffer())
        lines = self.peer.localDescription.sdp.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(("a=candidate", "a=end-of-candidates")))

    async def accept(self, answer: str) -> None:
        """Take the SDP answer."""
        await self.peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def send(self, type_: str, **fields: Any) -> None:
        """Send a client event."""
        self.channel.send(json.dumps({"type": type_, **fields}))

    def say(self, text: str) -> None:
        """Type a message and ask for the answer."""
        content = [{"type": "input_text", "text": text}]
        self.send("conversation.item.create", item={"type": "message", "role": "user", "content": content})
        self.send("response.create")

    async def until(self, type_: str, seconds: float = 10) -> Event:
        """The next event of that type."""
        return await self.until_true(lambda event: event["type"] == type_, seconds)

    async def until_true(self, wanted: Callable[[Event], bool], seconds: float = 10) -> Event:
        """The next event that is wanted."""
        async with asyncio.timeout(seconds):
            while not wanted(event := await self._arrived.get()):
                continue
        return event

    def sockets(self) -> list[socket.socket]:
        """Raw sockets with the addresses that carry the call: UDP senders can be forged."""
        ice = self.channel.transport.transport.transport
        ports = [protocol.transport.get_extra_info("socket") for protocol in ice._connection._protocols]
        return [socket.socket(fileno=os.dup(port.fileno())) for port in ports]

    def types(self) -> list[str]:
        """Every event so far, by type."""
        return [event["type"] for event in self.seen]

    async def close(self) -> None:
        """Hang up."""
        await self.peer.close()
        await asyncio.gather(*self._tasks)

    def _received(self, message: str) -> None:
        event = json.loads(message)
        self.seen.append(event)
        self._arrived.put_nowait(event)

    def _listen(self, track: MediaStreamTrack) -> None:
        self._tasks.add(asyncio.ensure_future(self._measure(track)))

    async def _measure(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                break
            if isinstance(frame, av.AudioFrame):
                self.loudest = max(self.loudest, float(np.abs(frame.to_ndarray().astype(np.int32)).max()))
