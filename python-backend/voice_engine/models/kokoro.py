"""Text to speech by Kokoro-82M: symbols in, 24 kHz samples out."""

from collections.abc import AsyncIterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_engine.language.speakable import speakable
from voice_engine.models.phonemes import Pronunciation
from voice_engine.models.worker import Worker
from voice_engine.pipeline.sentences import breaths
from voice_engine.pipeline.stages import Pcm

# The model's own vocabulary (config.json of hexgrad/Kokoro-82M): the place of a symbol is not its number.
_TOKENS: Final = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, '"': 11, "(": 12, ")": 13, " ": 16,
    "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21, "ᵝ": 22, "A": 24, "I": 25, "O": 31, "Q": 33, "S": 35, "T": 36, "W": 39,
    "Y": 41, "ᵊ": 42, "a": 43, "b": 44, "c": 45, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53,
    "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "q": 59, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65,
    "x": 66, "y": 67, "z": 68, "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "β": 75, "ɔ": 76, "ɕ": 77, "ç": 78, "ɖ": 80,
    "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɟ": 90, "ɡ": 92, "ɥ": 99, "ɨ": 101, "ɪ": 102, "ʝ": 103,
    "ɯ": 110, "ɰ": 111, "ŋ": 112, "ɳ": 113, "ɲ": 114, "ɴ": 115, "ø": 116, "ɸ": 118, "θ": 119, "œ": 120, "ɹ": 123,
    "ɾ": 125, "ɻ": 126, "ʁ": 128, "ɽ": 129, "ʂ": 130, "ʃ": 131, "ʈ": 132, "ʧ": 133, "ʊ": 135, "ʋ": 136, "ʌ": 138,
    "ɣ": 139, "ɤ": 140, "χ": 142, "ʎ": 143, "ʒ": 147, "ʔ": 148, "ˈ": 156, "ˌ": 157, "ː": 158, "ʰ": 162, "ʲ": 164,
}  # fmt: skip
_LONGEST: Final = 509  # symbols a run; the style table has 510 rows
_CACHED: Final = 200  # sentences: greetings and questions come again and again
_THREADS: Final = 2


class Kokoro:
    """The model; lives in a worker process. Its files were checked before."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # only the worker process loads the runtime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        self._model: Any = onnxruntime.InferenceSession(
            str(folder / "kokoro" / "kokoro-v1.0.int8.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._style = np.fromfile(folder / "kokoro" / "af_heart.bin", np.float32).reshape(-1, 1, 256)
        self._pronunciation = Pronunciation(folder / "cmudict" / "cmudict-en-us.dict")
        self.speak = lru_cache(_CACHED)(self._speak)

    def _speak(self, text: str) -> Pcm:
        """The sentence's samples at 24 kHz."""
        symbols = self._pronunciation.phonemes(text)
        tokens = [_TOKENS[symbol] for symbol in symbols if symbol in _TOKENS][:_LONGEST]
        if not tokens:
            return np.zeros(0, np.int16)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._style[len(tokens)],
            "speed": np.ones(1, np.float32),
        }
        audio = np.asarray(self._model.run(None, inputs)[0]).reshape(-1)
        samples: Pcm = (np.clip(audio, -1, 1) * 32767).astype(np.int16)
        return samples


class KokoroTextToSpeech:
    """The stage: speakable text, a sentence at a time."""

    sample_rate_hz = 24_000

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def synthesise(self, text: str) -> AsyncIterator[Pcm]:
        """A chunk for each breath: the model takes seconds for one, and reads no more than a few."""
        *begun, last = breaths(speakable(text)) or [""]
        for breath in (*map(_unended, begun), ended(last)):
            yield np.asarray(await self._worker.call("speak", breath), np.int16)


def ended(text: str) -> str:
    """With a mark at its end: without one the model drawls, and a bare "no" is not understood."""
    spoken = text.rstrip()
    return spoken if not spoken or spoken[-1] in ".!?…" else f"{spoken}."


def _unended(breath: str) -> str:
    """With the mark that says that more comes."""
    return breath if breath[-1] in ",;:.!?…" else f"{breath},"


def kokoro_worker(folder: Path) -> Worker:
    """A process that holds the model."""
    return Worker(partial(Kokoro, folder))
