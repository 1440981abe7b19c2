"""`make lock`: pin every version again, with hashes, for every platform, naming no registry."""

from pathlib import Path

from lock_npm import main as complete_npm_lock
from project import BACKEND, ROOT, VENV, interruptible, run

# Later locks take the versions of the earlier ones, because they share one virtual environment.
LOCKS = {"toolserver": (), "engine": ("toolserver",), "dev": ("toolserver", "engine")}


def main() -> None:
    """The Python locks one after the other, then npm's."""
    for name, earlier in LOCKS.items():
        _compile(Path("requirements") / name, earlier)
    run("npm install", ["npm", "install", "--package-lock-only", "--no-fund", "--no-audit"], cwd=ROOT)
    complete_npm_lock()


def _compile(name: Path, earlier: tuple[str, ...]) -> None:
    constraints = [part for other in earlier for part in ("-c", f"requirements/{other}.txt")]
    options = [
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--quiet",
        "--python-version",
        "3.11",
    ]
    uv = [str(VENV / "bin" / "uv"), "pip", "compile", *options, *constraints]
    run(f"locking {name}", [*uv, f"{name}.in", "-o", f"{name}.txt"], cwd=BACKEND)


if __name__ == "__main__":
    interruptible(main)
