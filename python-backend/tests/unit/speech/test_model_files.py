"""Model files are what was checked, or they are not used."""

import hashlib
import shutil
import sys
from pathlib import Path

import pytest

from voice_engine.models import digests
from voice_engine.models.digests import ModelFileWrong, require_whole
from voice_engine.models.kokoro import KokoroTextToSpeech
from voice_engine.models.moonshine import MoonshineSpeechToText
from voice_engine.models.speech import build_speech, default_folder

FILES = {"model.bin": hashlib.sha256(b"weights").hexdigest()}

PARTS = ["speech to text", "text to speech", "sentence meaning"]
USED = (KokoroTextToSpeech, MoonshineSpeechToText)


@pytest.mark.parametrize(("content", "reason"), [(None, "not installed"), (b"other weights", "sha256 differs")])
def test_a_missing_or_changed_file_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "model.bin").write_bytes(content)

    with pytest.raises(ModelFileWrong, match=f"model.bin.*{reason}.*make setup"):
        require_whole(tmp_path, FILES)


def test_a_whole_file_passes(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")

    require_whole(tmp_path, FILES)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every file of every model, each with a made-up content."""
    for place, files in (("moonshine-tiny-en", "MOONSHINE"), ("kokoro", "KOKORO"), ("cmudict", "CMUDICT")):
        names = getattr(digests, files)
        (tmp_path / place).mkdir()
        for name in names:
            (tmp_path / place / name).write_bytes(b"weights")
        monkeypatch.setattr(digests, files, dict.fromkeys(names, FILES["model.bin"]))
    return tmp_path


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("moonshine-tiny-en/tokenizer.bin", "speech to text"),
        ("kokoro/kokoro-v1.0.int8.onnx", "text to speech"),
        ("kokoro/af_heart.bin", "text to speech"),
        ("cmudict/cmudict-en-us.dict", "text to speech"),
    ],
)
@pytest.mark.parametrize("damage", ["missing", "changed"])
async def test_each_file_is_checked_before_speech_is_said_to_be_there(
    installed: Path, file: str, part: str, damage: str
) -> None:
    shutil.rmtree(installed / ("kokoro" if part == "speech to text" else "moonshine-tiny-en"))
    if damage == "missing":
        (installed / file).unlink()
    else:
        (installed / file).write_bytes(b"other weights")

    speech = build_speech(installed)
    await speech.close()

    (line,) = [line for line in speech.missing if line.startswith(f"{part}: ")]
    assert Path(file).name in line
    assert "make setup" in line
    assert not isinstance(speech.text_to_speech if part == "text to speech" else speech.speech_to_text, USED)


async def test_a_program_that_stands_in_for_the_voice_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flite = tmp_path / "flite"
    flite.write_text("#!/bin/sh\n")
    flite.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    speech = build_speech(tmp_path)

    assert speech.text_to_speech is not None
    assert any(line.startswith("text to speech") and line.endswith("flite speaks") for line in speech.missing)


def test_without_anything_the_engine_names_every_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    speech = build_speech(tmp_path)

    assert (speech.speech_to_text, speech.text_to_speech, speech.embedder) == (None, None, None)
    assert [line.partition(":")[0] for line in speech.missing][:3] == PARTS
    assert all("make setup" in line for line in speech.missing)


def test_the_models_stand_where_setup_puts_them() -> None:
    assert default_folder() == Path(sys.prefix) / "share" / "frontdesk-speech"
