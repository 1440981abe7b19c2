"""Choosing tools by meaning, and the numpy model behind it."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.brain.answers import Shop
from tests.unit.brain.shop import MANIFEST, PhoneCall
from voice_engine.models.offline.declarations import Declarations
from voice_engine.models.offline.matching import MeaningMatcher
from voice_engine.models.offline.minilm import MiniLm

WIDTH = 24


class TopicEmbedder:
    """Unit vectors by topic: each topic's cue words share one axis."""

    topics = (("sale", "deals", "promotions", "cheaper"), ("address", "moved"), ("hello", "morning"))

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text; texts of no topic get an axis of their own."""
        return np.stack([self._embed_one(text.lower()) for text in texts])

    def _embed_one(self, text: str) -> NDArray[np.float32]:
        axes = [any(cue in text for cue in cues) for cues in self.topics]
        row = np.array([*axes, not any(axes)], dtype=np.float32)
        return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


async def test_a_request_is_matched_by_meaning_where_no_word_is_shared() -> None:
    call = PhoneCall(Shop(), embedder=TopicEmbedder())
    await call.says("got anything cheaper for snowboards")

    assert [name for name, _ in call.calls] == ["transfer_to_sales", "lookupNewSales"]


async def test_small_talk_is_a_class_of_its_own() -> None:
    ranking = await MeaningMatcher(TopicEmbedder()).rank("good morning", Declarations([], MANIFEST).all())

    assert ranking.best is None
    assert ranking.small_talk == "greeting"


@pytest.fixture
def model(tmp_path: Path) -> MiniLm:
    """A small model with random weights in the published files' layout."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "snow", "##board", "boots", "return", ",", "my"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    _write_safetensors(tmp_path / "model.safetensors", _weights(len(words)))
    return MiniLm(tmp_path)


def test_each_sentence_becomes_a_unit_vector(model: MiniLm) -> None:
    rows = model.embed(["return my snowboard", "boots"])

    assert rows.shape == (2, WIDTH)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_words_are_read_in_pieces_without_case_or_accents(model: MiniLm) -> None:
    same = model.embed(["Return my SNOWBOARD", "rétürn my snow##board".replace("##", "")])
    other = model.embed(["return my boots"])

    assert np.allclose(same[0], same[1])
    assert not np.allclose(same[0], other[0])


def test_unknown_words_and_no_words_are_embedded_too(model: MiniLm) -> None:
    assert np.isfinite(model.embed(["", "zebra", "snow " * 500])).all()


def _weights(words: int) -> dict[str, NDArray[np.float32]]:
    random = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (words, WIDTH),
        "embeddings.position_embeddings.weight": (512, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        **_affine("embeddings.LayerNorm", (WIDTH,)),
    }
    for layer in (f"encoder.layer.{number}" for number in range(6)):
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes |= _affine(f"{layer}.attention.{part}", (WIDTH, WIDTH))
        shapes |= _affine(f"{layer}.attention.output.LayerNorm", (WIDTH,))
        shapes |= _affine(f"{layer}.intermediate.dense", (2 * WIDTH, WIDTH))
        shapes |= _affine(f"{layer}.output.dense", (WIDTH, 2 * WIDTH))
        shapes |= _affine(f"{layer}.output.LayerNorm", (WIDTH,))
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def _affine(name: str, shape: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": shape, f"{name}.bias": shape[:1]}


def _write_safetensors(path: Path, tensors: dict[str, NDArray[np.float32]]) -> None:
    header: dict[str, Any] = {}
    place = 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [place, place + tensor.nbytes]}
        place += tensor.nbytes
    encoded = json.dumps(header).encode()
    body = b"".join(tensor.tobytes() for tensor in tensors.values())
    path.write_bytes(struct.pack("<Q", len(encoded)) + encoded + body)
