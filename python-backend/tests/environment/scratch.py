"""A copy of the project's own files, to add to."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
FOLDERS: Final = ("contracts", "docs", "e2e", "python-backend", "scripts", "src")
INSTALLED: Final = ("node_modules", "python-backend/.venv")
LEFT_OUT: Final = shutil.ignore_patterns(".venv", "__pycache__", ".*_cache", "*.db*")


def copy_project(to: Path) -> Path:
    """Everything that is written by hand; what was installed is shared."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, to / folder, ignore=LEFT_OUT)
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, to / file.name)
    for installed in INSTALLED:
        (to / installed).symlink_to(ROOT / installed)
    return to


def run(folder: Path, *command: str) -> str:
    """What a command there prints. Raises AssertionError, with all of it, when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
