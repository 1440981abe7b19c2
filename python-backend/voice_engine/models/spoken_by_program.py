"""Text to speech by a small program of the operating system: flite or espeak-ng, whichever is installed."""

import asyncio
import shutil
import tempfile
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import numpy as np

from voice_engine.errors import StageFailed
from voice_engine.language.speakable import speakable
from voice_engine.pipeline.stages import Pcm

_TIMEOUT_S: Final = 10


class ProgramTextToSpeech:
    """Runs the program once a sentence; the text goes in a file, never on a command line."""

    def __init__(self, name: str, program: str) -> None:
        self.name = name
        self._program = program
        self.sample_rate_hz = {"flite": 16_000, "espeak-ng": 22_050}[name]

    async def synthesise(self, text: str) -> AsyncIterator[Pcm]:
        """The sentence in one chunk. Raises StageFailed."""
        with tempfile.TemporaryDirectory() as folder:
            said, sound = Path(folder) / "text", Path(folder) / "sound.wav"
            said.write_text(speakable(text), encoding="utf-8")
            await self._run(said, sound)
            yield _samples(sound)

    async def _run(self, said: Path, sound: Path) -> None:
        options = {
            "flite": ["-voice", "slt", "-f", str(said), "-o", str(sound)],
            "espeak-ng": ["-v", "en-us", "-s", "165", "-f", str(said), "-w", str(sound)],
        }[self.name]
        process = await asyncio.create_subprocess_exec(
            self._program, *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                code = await process.wait()
        except BaseException:
            process.kill()
            raise
        if code != 0:
            raise StageFailed(self.name, f"ended with code {code}")


def installed_program() -> ProgramTextToSpeech | None:
    """The first that is installed; None without one."""
    for name in ("flite", "espeak-ng"):
        program = shutil.which(name)
        if program is not None:
            return ProgramTextToSpeech(name, program)
    return None


def _samples(path: Path) -> Pcm:
    with wave.open(str(path)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.int16)
