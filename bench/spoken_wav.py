"""Write a 48 kHz mono WAV in which a text is said after some silence: `spoken_wav.py TEXT SILENCE_S FILE`."""

import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from voice_engine.language.speakable import speakable
from voice_engine.models.kokoro import Kokoro, KokoroTextToSpeech, ended
from voice_engine.models.speech import default_folder, unusable_models

SAMPLE_RATE_HZ = 48_000
SILENCE_AFTER_S = 4.0


def main() -> None:
    """Say it, put silence around it, write it."""
    text, silence_s, file = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    spoken = _resampled(*_spoken(text))
    silences = [np.zeros(int(seconds * SAMPLE_RATE_HZ), np.int16) for seconds in (silence_s, SILENCE_AFTER_S)]
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE_HZ)
        out.writeframes(np.concatenate([silences[0], spoken, silences[1]]).tobytes())


def _spoken(text: str) -> tuple[NDArray[np.int16], int]:
    """In the engine's own voice where it is installed; else in the machine's."""
    folder = default_folder()
    if "text to speech" not in unusable_models(folder):
        return Kokoro(folder).speak(ended(speakable(text))), KokoroTextToSpeech.sample_rate_hz
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "voice.wav"
        for command in (
            ["flite", "-voice", "slt", "-t", text, "-o"],
            ["espeak-ng", "-v", "en-us", "-s", "150", text, "-w"],
        ):
            if shutil.which(command[0]):
                subprocess.run([*command, str(file)], check=True)
                return _read(file)
    raise SystemExit("spoken calls need the speech models (`make setup`), flite or espeak-ng")


def _read(file: Path) -> tuple[NDArray[np.int16], int]:
    with wave.open(str(file)) as recorded:
        return np.frombuffer(recorded.readframes(recorded.getnframes()), np.int16), recorded.getframerate()


def _resampled(samples: NDArray[np.int16], rate_hz: int) -> NDArray[np.int16]:
    times = np.arange(int(len(samples) * SAMPLE_RATE_HZ / rate_hz)) * rate_hz / SAMPLE_RATE_HZ
    return np.interp(times, np.arange(len(samples)), samples).astype(np.int16)


if __name__ == "__main__":
    main()
