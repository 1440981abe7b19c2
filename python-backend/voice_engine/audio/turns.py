"""The input audio buffer: what the microphone heard, cut into turns."""

from collections import deque

import numpy as np

from voice_engine.audio.samples import Samples, silence, to_ms


class TurnBuffer:
    """Keeps a short prefix while nobody speaks, and the turn while somebody does; both are bounded."""

    def __init__(self, rate_hz: int, longest_turn_s: int) -> None:
        self.rate_hz = rate_hz
        self._longest = longest_turn_s * rate_hz
        self._keep = self._longest
        self._chunks: deque[Samples] = deque()
        self._size = 0
        self._heard = 0

    @property
    def heard_ms(self) -> int:
        """How much audio the session has heard so far."""
        return to_ms(self._heard, self.rate_hz)

    @property
    def held_s(self) -> float:
        """How much audio is kept at present."""
        return self._size / self.rate_hz

    @property
    def is_full(self) -> bool:
        """Whether the turn is as long as a turn may be."""
        return self._size >= self._longest

    def keep(self, prefix_ms: int | None) -> None:
        """Keep that much audio from now on; None keeps a whole turn."""
        prefix = self._longest if prefix_ms is None else prefix_ms * self.rate_hz // 1000
        self._keep = min(prefix, self._longest)

    def push(self, samples: Samples) -> None:
        """Add what was heard, and let go of what is too old."""
        self._heard += len(samples)
        self._chunks.append(samples)
        self._size += len(samples)
        while self._chunks and self._size - len(self._chunks[0]) >= self._keep:
            self._size -= len(self._chunks.popleft())

    def take(self) -> Samples:
        """The turn; the buffer is empty afterwards."""
        turn = np.concatenate(list(self._chunks)) if self._chunks else silence(0)
        self.clear()
        return turn

    def clear(self) -> None:
        """Forget what was heard."""
        self._chunks.clear()
        self._size = 0
