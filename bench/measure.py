"""`make bench`: measure the speed of the parts of a call, and print one table."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from beside_abuse import beside_abuse
from calls_under_load import measure_load
from figures import Figure
from http_calls import proxy_overhead
from local_programs import LocalPrograms

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """First HTTP alone, then the page in a browser."""
    figures = measure_load()
    with LocalPrograms() as programs:
        figures += proxy_overhead(programs)
        figures += beside_abuse(programs)
    figures += measure_page()
    sys.stdout.write(table(figures))


def measure_page() -> list[Figure]:
    """What `page.ts` measures, which starts programs and a browser of its own."""
    npx = shutil.which("npx") or "npx"
    done = subprocess.run([npx, "--no-install", "tsx", "bench/page.ts"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = (f"| {figure.name} | {figure.value:.2f} {figure.unit} | {figure.target} |\n" for figure in figures)
    return "\n| figure | value | target |\n| --- | --- | --- |\n" + "".join(rows)


if __name__ == "__main__":
    main()
