"""Known vulnerabilities of what is locked and shipped; where no advisory service answers it says so and fails nothing.

A Python package fails when a fixed version exists (advisories for Python seldom say how severe they are), an npm
package when its vulnerability is high or critical.
"""

import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from project import BACKEND, ROOT, VENV, say, stop

# Not speech-data: of those packages only data files are read. Not dev: it reaches no machine that serves customers.
LOCKS = tuple(BACKEND / "requirements" / f"{name}.txt" for name in ("toolserver", "engine", "speech"))
OSV = "https://api.osv.dev/v1/query"
SEVERE = ("high", "critical")
TIMEOUT_S = 60


@dataclass(frozen=True)
class Audit:
    """What one audit found; `not_made` says why there is none."""

    name: str
    severe: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    not_made: str | None = None


def main() -> None:
    """Both audits at once; stop with what has to be updated."""
    with ThreadPoolExecutor(2) as pool:
        audits = [work.result() for work in (pool.submit(audit_python), pool.submit(audit_npm))]
    for audit in audits:
        for line in lines_of(audit):
            say(line)
    if any(audit.severe for audit in audits):
        stop("packages with known vulnerabilities are locked: update them, then `make lock`")


def audit_python(locks: Sequence[Path] = LOCKS, osv: str = OSV) -> Audit:
    """What OSV knows about the locked Python packages."""
    given = [part for lock in locks for part in ("-r", str(lock))]
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "5", "-f", "json"]
    answer = _answer([str(VENV / "bin" / "pip-audit"), *options, "-s", "osv", "--osv-url", osv, *given], BACKEND)
    packages = answer.get("dependencies")
    if packages is None:
        return Audit("Python packages", not_made=str(answer["error"]))
    found = [(package, each) for package in packages for each in package.get("vulns", ())]
    severe = [_line(package, each) for package, each in found if each["fix_versions"]]
    others = [_line(package, each) for package, each in found if not each["fix_versions"]]
    skipped = [f"{package['name']} was not audited" for package in packages if "skip_reason" in package]
    return Audit("Python packages", tuple(severe), (*others, *skipped))


def audit_npm(folder: Path = ROOT, registry: str | None = None) -> Audit:
    """What the npm registry knows about the locked packages that are shipped."""
    where = [] if registry is None else ["--registry", registry]
    answer = _answer(
        ["npm", "audit", "--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=20000", *where], folder
    )
    found = answer.get("vulnerabilities")
    if found is None:
        return Audit("npm packages", not_made=str(answer.get("message") or answer["error"]))
    lines = {name: f"{name} {each['range']}: {each['severity']}" for name, each in found.items()}
    severe = [lines[name] for name, each in found.items() if each["severity"] in SEVERE]
    return Audit("npm packages", tuple(severe), tuple(line for line in lines.values() if line not in severe))


def lines_of(audit: Audit) -> list[str]:
    """What a person reads."""
    if audit.not_made is not None:
        return [f"audit of {audit.name}: NOT MADE, no advisory service answered ({audit.not_made})"]
    counts = f"{len(audit.severe)} to update, {len(audit.others)} to know of"
    return [f"audit of {audit.name}: {counts}", *(f"  {line}" for line in (*audit.severe, *audit.others))]


def _line(package: dict[str, Any], vulnerability: dict[str, Any]) -> str:
    fixed = ", ".join(vulnerability["fix_versions"]) or "no version"
    return f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in {fixed}"


def _answer(command: list[str], folder: Path) -> dict[str, Any]:
    """The JSON that the tool printed, or `error`: both tools end with 1 for a finding as for a failure."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"error": type(error).__name__}
    except ValueError:
        return {"error": (done.stderr.strip().splitlines() or ["no answer"])[-1][:200]}
    return answer


if __name__ == "__main__":
    main()
