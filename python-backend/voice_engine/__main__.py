"""`python -m voice_engine` serves the engine."""

import logging
import signal
import sys
from typing import Final

import uvicorn

from voice_engine.app import create_app
from voice_engine.config import read_settings
from voice_engine.env_file import load_env_file
from voice_engine.errors import SettingsInvalid
from voice_engine.local_parts import local_parts
from voice_engine.proxies import keep_loopback_direct

_LARGEST_MESSAGE: Final = 2_000_000


def main() -> int:
    """Serve until interrupted; a setting that cannot work is one line and exit code 2."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for chatty in ("aioice", "aiortc", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        load_env_file()
        keep_loopback_direct()
        settings = read_settings()
        app = create_app(settings, local_parts(settings))
    except SettingsInvalid as error:
        sys.stderr.write(f"voice engine: {error}\n")
        return 2
    # uvicorn raises the signal again once it has shut down; as an interrupt it lets the workers' locks be cleaned up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    uvicorn.run(
        app,
        host=settings.voice_engine_host,
        port=settings.voice_engine_port,
        log_level="warning",
        ws_max_size=_LARGEST_MESSAGE,
        timeout_graceful_shutdown=2,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
