"""A call reaches an engine in another network namespace through the ports it publishes, as into a container."""

import re
import subprocess
import sys
from pathlib import Path

BACKEND = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "tests.conformance.engine_behind_published_ports"]


def test_a_call_into_a_container_goes_through_the_published_ports() -> None:
    done = subprocess.run(["unshare", "-rn", *PROGRAM], cwd=BACKEND, capture_output=True, text=True, timeout=60)
    relayed = re.search(r"turn done, (\d+) datagrams relayed", done.stdout)

    assert relayed is not None, done.stderr
    assert int(relayed[1]) > 0
