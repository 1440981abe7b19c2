"""The model files, and the digests that make sure they are what was measured."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from voice_engine.errors import VoiceEngineError

MOONSHINE: Final = {
    "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
KOKORO: Final = {
    "kokoro-v1.0.int8.onnx": "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    "af_heart.bin": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
}
CMUDICT: Final = {"cmudict-en-us.dict": "20b5c293e1f311fb375fe067e500ec5636f4fc7af5594967263696def9b23bfe"}
MINILM: Final = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


class ModelFileWrong(VoiceEngineError):
    """A model file is missing, or is not the one that was checked; `make setup` fetches it again."""


def require_whole(folder: Path, files: Mapping[str, str]) -> None:
    """Read every file and compare its digest. Raises ModelFileWrong."""
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            raise ModelFileWrong(f"{name} is not installed; run `make setup`")
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise ModelFileWrong(f"{name} is not the file it should be (sha256 differs); run `make setup`")
