"""What the repository promises about itself: no machine, no registry, no gaps in the locks."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
TEXT = {
    ".py",
    ".ts",
    ".tsx",
    ".js",
    ".mjs",
    ".json",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".npmrc",
    "",
}
# Written in two parts, so that this file does not name what it forbids.
REGISTRY_HOST = re.compile(
    r'"resolved": *"https?:|--(extra-)?index-url[ =]|registry *= *"?https?:|registry\.npmjs'
    + r"\.org|pypi\.org/"
    + "simple"
)
MACHINE_PATH = re.compile(r"(?<![\w./])/(home|Users|root|work)" + r"/\w")


def tracked_files() -> list[Path]:
    """The files of the repository as git lists them, or all of them where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Name and text of every text file of the project."""
    return [
        (str(file.relative_to(ROOT)), file.read_text(errors="replace"))
        for file in tracked_files()
        if file.suffix in TEXT and file.name != Path(__file__).name
    ]


def test_no_file_names_a_package_registry() -> None:
    assert [name for name, text in texts() if REGISTRY_HOST.search(text)] == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    assert [name for name, text in texts() if MACHINE_PATH.search(text)] == []


def test_the_npm_lock_describes_the_optional_packages_of_every_platform() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    described = {path.rpartition("node_modules/")[2] for path in packages}
    wanted = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}

    assert wanted - described == set()


@pytest.mark.parametrize("name", ["toolserver", "engine", "dev"])
def test_every_pinned_python_package_has_a_hash(name: str) -> None:
    lock = (ROOT / "python-backend" / "requirements" / f"{name}.txt").read_text()
    pinned = re.findall(r"^([a-zA-Z0-9._-]+(?:\[[\w,]+\])?==[^\n]+)\n(?: {4}(--hash)?)?", lock, re.MULTILINE)

    assert pinned
    assert [package for package, hash_option in pinned if not hash_option] == []


@pytest.mark.parametrize("name", ["README.md", "system_overview.md", "CHANGELOG.md", "docs/glossary.md"])
def test_every_local_link_of_the_documentation_leads_somewhere(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_setting_of_the_env_example_stands_in_the_readme() -> None:
    settings = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()

    assert settings
    assert [name for name in settings if f"`{name}`" not in readme] == []


def test_the_build_server_runs_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert lines[-1] == "exec make test </dev/null"


def test_a_decision_record_has_at_most_forty_lines() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert records
    assert [record.name for record in records if len(record.read_text().splitlines()) > 40] == []
