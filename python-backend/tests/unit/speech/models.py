"""Models a test can put into a worker process."""

import os
import time

import numpy as np
from numpy.typing import NDArray


class Counter:
    """Remembers how often it was called."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, number: int) -> int:
        """The sum so far."""
        self._count += number
        return self._count

    def process(self) -> int:
        """Which process this is."""
        return os.getpid()

    def die(self) -> None:
        """End the process as a crash of the model's native code would."""
        os._exit(3)

    def dawdle(self) -> None:
        """Take much longer than anybody waits."""
        time.sleep(30)

    def refuse(self) -> None:
        """Fail as a model may."""
        raise ValueError("no such word")


class Unloadable:
    """A model whose files are broken."""

    def __init__(self) -> None:
        raise OSError("not a model")


class Heavy(Counter):
    """Takes longer to load than a call may take."""

    def __init__(self) -> None:
        time.sleep(2)
        super().__init__()


class Deliberate(Counter):
    """Takes its time for each call."""

    def add(self, number: int) -> int:
        """The sum so far, after a while."""
        time.sleep(0.05)
        return super().add(number)


class Ear:
    """Hears how long a piece of audio is, how loud its edges are, and forgets nothing."""

    def transcribe(self, pcm: NDArray[np.int16]) -> str:
        """Samples and loudest edge, as words."""
        return f"{len(pcm)}/{max(abs(int(pcm[0])), abs(int(pcm[-1])))}"


class Mouth:
    """Speaks a sample a character, and takes as long as the real one would for an endless breath."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str) -> NDArray[np.int16]:
        """Ones."""
        self.said.append(text)
        return np.ones(len(text), np.int16)

    def texts(self) -> list[str]:
        """Everything that was spoken."""
        return self.said


class Hashing:
    """Embeds at the pace of a real model: a third of a millisecond a character."""

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Some unit vector for each text."""
        time.sleep(sum(map(len, texts)) / 3000)
        return np.array([np.eye(8)[len(text) % 8] for text in texts], np.float32)
