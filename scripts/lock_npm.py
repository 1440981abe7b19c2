"""Complete package-lock.json: every optional package of every platform has an entry, and no registry is named.

npm writes only what its registry offered when the lock was made, and `npm ci` refuses a lock that lacks the others.
An added entry pins the version and the platform; npm finds the file itself.
"""

import json
import re
from typing import TypedDict

from project import ROOT, say

LOCK = ROOT / "package-lock.json"
SYSTEMS = ("android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "wasm32", "win32")
PROCESSORS = ("arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64", "wasm32")


class Entry(TypedDict, total=False):
    """What of a lock entry this script reads or writes."""

    version: str
    resolved: str
    optional: bool
    dev: bool
    os: list[str]
    cpu: list[str]
    libc: list[str]
    optionalDependencies: dict[str, str]


def main() -> None:
    """Rewrite the lock with the missing entries added in order."""
    lock = json.loads(LOCK.read_text())
    packages: dict[str, Entry] = lock["packages"]
    added = missing_entries(packages)
    for entry in packages.values():
        entry.pop("resolved", None)
    lock["packages"] = dict(sorted({**packages, **added}.items(), key=lambda item: item[0].lower()))
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    say(f"package-lock.json: {len(added)} entries added")


def missing_entries(packages: dict[str, Entry]) -> dict[str, Entry]:
    """An entry for each optional dependency that the lock names and does not describe."""
    present = {path.rpartition("node_modules/")[2] for path in packages}
    return {
        f"node_modules/{name}": platform_entry(name, version, dev=owner.get("dev", False))
        for owner in packages.values()
        for name, version in owner.get("optionalDependencies", {}).items()
        if name not in present
    }


def platform_entry(name: str, version: str, *, dev: bool) -> Entry:
    """The entry of one platform's package; its name says the platform, as `@next/swc-darwin-arm64` does."""
    words = re.split(r"[-/]", name)
    entry: Entry = {"version": version, "optional": True}
    if dev:
        entry["dev"] = True
    systems = [word for word in words if word in SYSTEMS and word != "wasm32"]
    processors = [word for word in words if word in PROCESSORS] or [word for word in words if word.startswith("arm")]
    if systems:
        entry["os"] = systems[:1]
    if processors:
        entry["cpu"] = ["arm"] if processors[0].startswith("arm") and processors[0] != "arm64" else processors[:1]
    if systems[:1] == ["linux"] and words[-1].startswith(("gnu", "musl")):
        entry["libc"] = ["glibc" if words[-1].startswith("gnu") else "musl"]
    return entry


if __name__ == "__main__":
    main()
