"""Start the three programs, print one URL, and stop all of them on Ctrl-C or when one of them ends."""

import argparse
import signal
import time
from types import FrameType

from programs import Program, programs, settings
from project import interruptible, say, stop

START_TIMEOUT_S = 90.0


def main() -> None:
    """Start, wait until each program is ready, then wait for the end."""
    reload = _arguments().reload
    env = settings()
    children = programs(env, reload=reload)
    for child in children:
        child.require_free_port()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    try:
        for child in children:
            child.start()
        _wait_until_ready(children)
        say(f"\n  Frontdesk is ready:  http://localhost:{env['PORT']}   (Ctrl-C stops it)\n")
        _wait_for_an_end(children)
    except KeyboardInterrupt:
        say("\nfrontdesk: stopping")
    finally:
        _stop_all(children)


def _wait_until_ready(children: list[Program]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    for child in children:
        while not child.is_ready():
            _stop_if_one_ended(children)
            if time.monotonic() > deadline:
                stop(f"{child.name} was not ready after {START_TIMEOUT_S:.0f} s; its last line: {child.last_line()}")
            time.sleep(0.1)


def _wait_for_an_end(children: list[Program]) -> None:
    while True:
        _stop_if_one_ended(children)
        time.sleep(0.5)


def _stop_if_one_ended(children: list[Program]) -> None:
    for child in children:
        code = child.exit_code()
        if code is not None:
            stop(f"{child.name} ended with code {code}; its last line: {child.last_line()}")


def _stop_all(children: list[Program]) -> None:
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_or_kill()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reload", action="store_true", help="restart what changes")
    return parser.parse_args()


if __name__ == "__main__":
    interruptible(main)
