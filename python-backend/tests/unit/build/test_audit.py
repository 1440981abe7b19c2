"""The dependency audit, made by the real tools against an advisory service on this machine."""

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.build.advisories import VULNERABLE, advisory_service

ROOT = Path(__file__).resolve().parents[4]
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """scripts/audit.py, with a cache of its own: npm remembers what it was told of an advisory."""
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])
    return importlib.import_module("audit")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A Python lock with an old version in it."""
    path = tmp_path / "old.txt"
    path.write_text("".join(f"{name}==1.0 --hash=sha256:{'0' * 64}\n" for name in (VULNERABLE, "harmless")))
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An npm project with an old version in its lock."""
    package = {"name": "old", "version": "1.0.0", "dependencies": {VULNERABLE: "1.0.0"}}
    locked = {"": package, f"node_modules/{VULNERABLE}": {"version": "1.0.0"}}
    lock = {"name": "old", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": locked}
    (tmp_path / "package.json").write_text(json.dumps(package))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def test_a_python_package_with_a_fixed_version_has_to_be_updated(audit: ModuleType, lock: Path) -> None:
    with advisory_service(fixed="2.0") as address:
        found = audit.audit_python([lock], f"{address}/osv")

    assert found == audit.Audit("Python packages", severe=(f"{VULNERABLE} 1.0: TEST-1, fixed in 2.0",))


def test_a_python_package_that_nobody_has_fixed_is_named(audit: ModuleType, lock: Path) -> None:
    with advisory_service(fixed=None) as address:
        found = audit.audit_python([lock], f"{address}/osv")

    assert found == audit.Audit("Python packages", others=(f"{VULNERABLE} 1.0: TEST-1, fixed in no version",))


@pytest.mark.parametrize(("severity", "is_severe"), [("critical", True), ("high", True), ("moderate", False)])
def test_an_npm_package_has_to_be_updated_when_it_is_severe(
    audit: ModuleType, project: Path, severity: str, is_severe: bool
) -> None:
    with advisory_service(severity=severity) as address:
        found = audit.audit_npm(project, f"{address}/npm/")

    line = (f"{VULNERABLE} 1.0.0: {severity}",)
    assert (found.severe, found.others, found.not_made) == ((line, (), None) if is_severe else ((), line, None))


def test_where_no_service_answers_the_audit_is_said_to_be_not_made(
    audit: ModuleType, lock: Path, project: Path
) -> None:
    audits = [audit.audit_python([lock], NOBODY), audit.audit_npm(project, NOBODY)]

    lines = [line for each in audits for line in audit.lines_of(each)]
    assert [each.severe for each in audits] == [(), ()]
    assert all("NOT MADE, no advisory service answered (" in line for line in lines)


def test_the_locks_that_are_shipped_can_be_read(audit: ModuleType) -> None:
    with advisory_service() as address:
        found = audit.audit_python(osv=f"{address}/osv")

    assert found == audit.Audit("Python packages")
