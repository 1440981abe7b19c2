"""What waits to be played on an audio track, and which response it belongs to."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from voice_engine.audio.samples import Samples, silence, to_ms


class Edge(StrEnum):
    """Where a response's audio begins or ends."""

    STARTED = "started"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Boundary:
    """An edge that playback has just passed."""

    edge: Edge
    response_id: str


@dataclass(frozen=True)
class Unheard:
    """A message that playback did not finish."""

    item_id: str
    played_ms: int


@dataclass
class _Chunk:
    response_id: str
    item_id: str
    samples: Samples


class Playback:
    """A queue of samples that is read at the pace of the track."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._chunks: deque[_Chunk | str] = deque()  # a bare response id marks its end
        self._played: dict[str, int] = {}
        self._playing: str | None = None
        self._waiting = 0

    @property
    def waiting_ms(self) -> int:
        """How much has not been played."""
        return to_ms(self._waiting, self.rate_hz)

    def start(self, response_id: str) -> list[Boundary]:
        """The response's audio begins now, unless it already has."""
        if self.is_playing(response_id):
            return []
        self._playing = response_id
        return [Boundary(Edge.STARTED, response_id)]

    def is_playing(self, response_id: str) -> bool:
        """Whether that response's audio has begun and not ended."""
        return self._playing == response_id

    def write(self, response_id: str, item_id: str, samples: Samples) -> None:
        """Add a message's samples."""
        self._chunks.append(_Chunk(response_id, item_id, samples))
        self._waiting += len(samples)

    def end(self, response_id: str) -> None:
        """Nothing more comes from this response."""
        self._chunks.append(response_id)

    def read(self, count: int) -> tuple[Samples, list[Boundary]]:
        """The next samples, silence where there are none, and the edges they passed."""
        pieces: list[Samples] = []
        edges: list[Boundary] = []
        missing = count
        while self._chunks and (missing or isinstance(self._chunks[0], str)):
            chunk = self._chunks.popleft()
            if isinstance(chunk, str):
                edges += self._stop(chunk)
                continue
            edges += self.start(chunk.response_id)
            piece = self._take(chunk, missing)
            missing -= len(piece)
            pieces.append(piece)
        return np.concatenate([*pieces, silence(missing)]), edges

    def clear(self) -> list[Unheard]:
        """Drop everything; answers the messages that were not heard to the end."""
        items = dict.fromkeys(chunk.item_id for chunk in self._chunks if isinstance(chunk, _Chunk))
        unheard = [Unheard(item, to_ms(self._played.get(item, 0), self.rate_hz)) for item in items]
        self._chunks.clear()
        self._played.clear()
        self._playing, self._waiting = None, 0
        return unheard

    def _take(self, chunk: _Chunk, count: int) -> Samples:
        piece, rest = chunk.samples[:count], chunk.samples[count:]
        self._played[chunk.item_id] = self._played.get(chunk.item_id, 0) + len(piece)
        self._waiting -= len(piece)
        if len(rest):
            self._chunks.appendleft(_Chunk(chunk.response_id, chunk.item_id, rest))
        return piece

    def _stop(self, response_id: str) -> list[Boundary]:
        if self._playing != response_id:
            return []
        self._playing = None
        self._played.clear()
        return [Boundary(Edge.STOPPED, response_id)]
