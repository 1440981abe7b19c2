"""Calls come and go, and the toolserver's memory stays as it is; MEMORY_CALLS says how many calls."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.programs import BACKEND, Toolserver, running_toolserver

CALLS: Final = int(os.environ.get("MEMORY_CALLS", "4000"))
PORTIONS: Final = 12
MOST_GROWTH_KIB: Final = 8192  # over the second half; SQLite's seven page caches of 2 MB each fill up slowly
BENCH: Final = BACKEND.parent / "bench"
_READ = '{"call_id": "PORTION-{n}", "tool_name": "bench_read", "arguments": {"product_id": "101"}}'
BODIES: Final = (
    _READ,
    '{"call_id": "PORTION-{n}", "tool_name": "bench_write", "arguments": {"text": "done"}}',
    _READ.replace("-{n}", ""),  # one call and its replays
)


def test_memory_does_not_grow_with_the_number_of_calls(tmp_path: Path) -> None:
    tools = {"TOOLSERVER_TOOLS": "bench_tools", "DEMO_DATA": "on"}
    with ThreadPoolExecutor(1) as threads, running_toolserver(tmp_path, BENCH, **tools) as toolserver:
        threads.submit(read_log, toolserver)
        samples_kib = [resident_kib(toolserver)]
        for number in range(PORTIONS):
            make_calls(toolserver, BODIES[number % len(BODIES)].replace("PORTION", f"portion-{number}"))
            samples_kib.append(resident_kib(toolserver))
    # The least of three: what the allocator has not given back yet comes and goes, a leak stays.
    growth_kib = min(samples_kib[-3:]) - min(samples_kib[PORTIONS // 2 - 2 : PORTIONS // 2 + 1])
    sys.stdout.write(f"{CALLS} calls; KiB resident: {samples_kib}; growth over the second half: {growth_kib}\n")

    assert growth_kib < MOST_GROWTH_KIB, samples_kib


def read_log(toolserver: Toolserver) -> None:
    """A pipe that nobody reads would hold the toolserver up."""
    output = toolserver.process.stdout
    assert output is not None
    while output.read(65_536):
        pass


def make_calls(toolserver: Toolserver, body: str) -> None:
    """One portion of them, over eight connections; an answer that is not 200 raises."""
    command = [sys.executable, str(BENCH / "load.py"), f"http://127.0.0.1:{toolserver.port}/execute-tool", body]
    subprocess.run([*command, "--calls", str(CALLS // PORTIONS)], stdout=subprocess.DEVNULL, check=True)


def resident_kib(toolserver: Toolserver) -> int:
    """The memory that the process has now."""
    asked = ["ps", "-o", "rss=", "-p", str(toolserver.process.pid)]
    return int(subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout)
