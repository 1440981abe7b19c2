"""Find a Chromium for the browser tests, or install one."""

import os
import shutil
from pathlib import Path

from project import say, stop, succeeds

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_or_install() -> str:
    """The path of a Chromium; one that is present is used as it is."""
    found = find()
    if found is None:
        install()
        found = find()
    if found is None:
        stop("the browser tests need Chromium: install it, or set CHROMIUM_PATH to one")
    return found


def find() -> str | None:
    """The Chromium of CHROMIUM_PATH, of the PATH, or macOS's Chrome."""
    wished = os.environ.get("CHROMIUM_PATH")
    if wished:
        return wished if Path(wished).is_file() else stop(f"CHROMIUM_PATH is {wished!r}, and there is no such file")
    return next(filter(None, map(shutil.which, (*NAMES, MAC_CHROME))), None)


def install() -> None:
    """Install Debian's Chromium where this user may."""
    if shutil.which("apt-get") is None:
        return
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become_root and (shutil.which("sudo") is None or not succeeds([*become_root, "true"])):
        return
    say("test: installing Chromium by apt-get")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    succeeds([*become_root, "apt-get", "update", "-qq"], env=quiet)
    succeeds([*become_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet)


if __name__ == "__main__":
    say(find_or_install())
