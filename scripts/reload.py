"""Run one Python program, and start it again when its files change; a signal ends both, and says nothing."""

import shlex
import sys
from collections.abc import Set as AbstractSet

from watchfiles import Change, PythonFilter, run_process

from project import say


def main() -> None:
    """`reload.py PACKAGE FOLDER`: the package to run, and the folder whose changes matter."""
    package, folder = sys.argv[1:]
    command = shlex.join([sys.executable, "-m", package])
    try:
        run_process(folder, target=command, target_type="command", callback=_tell, watch_filter=PythonFilter())
    except KeyboardInterrupt:  # watchfiles makes one of SIGTERM, also before it is ready for one
        return


def _tell(changes: AbstractSet[tuple[Change, str]]) -> None:
    say(f"{len(changes)} changed files: starting again")


if __name__ == "__main__":
    main()
