"""all-MiniLM-L6-v2 in numpy: a BERT of six layers, mean-pooled; text in, unit vectors out."""

import json
import struct
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from voice_engine.language.smalltalk import SMALL_TALK

Matrix = NDArray[np.float32]

_HEADS: Final = 12
_LAYERS: Final = 6
_EPSILON: Final = 1e-12
_LONGEST: Final = 128  # tokens; what the model was trained with
LONGEST_TEXT: Final = 600  # characters, which is more than the tokens that the model reads
_TOGETHER: Final = 300  # characters a call: other sessions wait for it
_LONGEST_WORD: Final = 100  # characters, as BERT's; pieces are looked for in quadratic time
_CACHED: Final = 4096  # texts: each session ranks the same examples again
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class MiniLm:
    """The model, loaded from `model.safetensors` and `vocab.txt` in one folder; `known` texts are embedded at once."""

    def __init__(self, folder: Path, known: Sequence[str] = ()) -> None:
        self._weights = _read_safetensors(folder / "model.safetensors")
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self._ids = {token: number for number, token in enumerate(vocabulary)}
        self._vector = lru_cache(_CACHED)(self._embed_one)
        for text in known:
            self._vector(text)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text."""
        return np.stack([self._vector(text) for text in texts])

    def _embed_one(self, text: str) -> Matrix:
        tokens = np.array(self._tokens(text))
        weights = self._weights
        hidden = weights["embeddings.word_embeddings.weight"][tokens]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(tokens)]
        hidden = self._normalised(
            hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm"
        )
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        pooled = hidden.mean(axis=0)
        return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)

    def _layer(self, hidden: Matrix, name: str) -> Matrix:
        attended = self._linear(self._attention(hidden, f"{name}.attention.self"), f"{name}.attention.output.dense")
        hidden = self._normalised(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._normalised(hidden + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, hidden: Matrix, name: str) -> Matrix:
        length, width = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}.{part}").reshape(length, _HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(width / _HEADS)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return np.asarray((weights @ value).transpose(1, 0, 2).reshape(length, width), dtype=np.float32)

    def _linear(self, rows: Matrix, name: str) -> Matrix:
        return rows @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normalised(self, rows: Matrix, name: str) -> Matrix:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], dtype=np.float32)

    def _tokens(self, text: str) -> list[int]:
        pieces = [piece for word in _basic_tokens(text) for piece in self._pieces(word)]
        marked = ["[CLS]", *pieces[: _LONGEST - 2], "[SEP]"]
        return [self._ids[piece] for piece in marked]

    def _pieces(self, word: str) -> list[str]:
        """Greedy longest-first WordPiece."""
        if len(word) > _LONGEST_WORD:
            return ["[UNK]"]
        pieces: list[str] = []
        start = 0
        while start < len(word):
            marker = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if marker + word[start:end] in self._ids), None)
            if end is None:
                return ["[UNK]"]
            pieces.append(marker + word[start:end])
            start = end
        return pieces


class Worker(Protocol):
    """A process that holds a model and answers its methods."""

    async def call(self, method: str, *args: Any) -> Any:
        """The method's result, computed in the other process."""


class WorkerEmbedder:
    """MiniLM behind a worker process, so that neither the event loop nor the GIL waits for it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text; few at a time, so that other sessions' texts have their turn in between."""
        parts: list[list[str]] = [[]]
        for text in (text[:LONGEST_TEXT] for text in texts):
            if sum(map(len, parts[-1])) + len(text) > _TOGETHER:
                parts.append([])
            parts[-1].append(text)
        return np.concatenate([np.asarray(await self._worker.call("embed", part), np.float32) for part in parts])


def build_minilm(folder: Path) -> Callable[[], MiniLm]:
    """What a worker process runs to load the model; picklable."""
    return partial(MiniLm, folder, tuple(SMALL_TALK))


def _gelu(values: Matrix) -> Matrix:
    """The exact form's error function by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    scaled = np.abs(values) / np.sqrt(2)
    step = 1 / (1 + 0.3275911 * scaled)
    series = step * (
        0.254829592 + step * (-0.284496736 + step * (1.421413741 + step * (-1.453152027 + step * 1.061405429)))
    )
    erf = np.sign(values) * (1 - series * np.exp(-(scaled**2)))
    return np.asarray(0.5 * values * (1 + erf), dtype=np.float32)


def _basic_tokens(text: str) -> list[str]:
    """Lower case without accents, split at spaces and around punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(char) != "Mn")
    return "".join(f" {char} " if char in _PUNCTUATION else char for char in plain).split()


def _read_safetensors(path: Path) -> dict[str, Matrix]:
    """The float32 tensors of a safetensors file, mapped, not copied."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name.removeprefix("bert."): _tensor(data, entry)
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _tensor(data: "np.memmap[Any, np.dtype[np.uint8]]", entry: dict[str, Any]) -> Matrix:
    start, end = entry["data_offsets"]
    return np.frombuffer(data[start:end].tobytes(), dtype=np.float32).reshape(entry["shape"])
