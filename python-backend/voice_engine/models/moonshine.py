"""Speech to text by Moonshine tiny-en, a whole turn at a time."""

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_engine.audio.pauses import between_pauses
from voice_engine.language.spoken_numbers import digits_from_words
from voice_engine.models.worker import Worker
from voice_engine.pipeline.stages import Expectation, Pcm

_SHORTEST_S: Final = 0.2  # on less it invents words (measured: "You" on clicks)
_LONGEST_S: Final = 15.0  # a call: a minute took longer than a call may
_INVENTED: Final = frozenset({"", "you", "you.", "thank you for watching."})


class Moonshine:
    """The model; lives in a worker process. Its files were checked before."""

    def __init__(self, folder: Path) -> None:
        from moonshine_voice import ModelArch, Transcriber  # only the worker process loads the runtime

        options = {"vad_threshold": "0.0"}  # its own turn-taking would split phone numbers
        self._transcriber: Any = Transcriber(str(folder), ModelArch.TINY, options=options)

    def transcribe(self, pcm: Pcm) -> str:
        """The words as the model writes them."""
        samples = (pcm.astype(np.float32) / 32768).tolist()
        transcript = self._transcriber.transcribe_without_streaming(samples, 16_000)
        return " ".join(line.text.strip() for line in transcript.lines).strip()


class MoonshineSpeechToText:
    """The stage: the model's words, with digits as digits; a long turn is heard piece by piece, a call each."""

    sample_rate_hz = 16_000

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def transcribe(self, pcm: Pcm, expects: Expectation) -> str:
        """The words, normalised; empty when nothing was said."""
        pieces = between_pauses(pcm, self.sample_rate_hz, _LONGEST_S)
        heard = [await self._piece(piece) for piece in pieces]
        return digits_from_words(" ".join(text for text in heard if text), expects)

    async def _piece(self, pcm: Pcm) -> str:
        if len(pcm) < _SHORTEST_S * self.sample_rate_hz:
            return ""
        text = str(await self._worker.call("transcribe", pcm))
        return "" if text.lower() in _INVENTED else text


def moonshine_worker(folder: Path) -> Worker:
    """A process that holds the model."""
    return Worker(partial(Moonshine, folder))
