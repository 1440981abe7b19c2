"""`python -m voice_engine` serves the engine."""

import sys

from voice_engine.app import create_app
from voice_engine.config import read_settings
from voice_engine.env_file import load_env_file
from voice_engine.errors import SettingsInvalid
from voice_engine.listening import listeners_on
from voice_engine.local_parts import local_parts
from voice_engine.logs import configure_logging
from voice_engine.proxies import keep_loopback_direct
from voice_engine.serving import serve


def main() -> int:
    """Serve until interrupted; a setting that cannot work is one line and exit code 2."""
    configure_logging()
    try:
        load_env_file()
        keep_loopback_direct()
        settings = read_settings()
        listeners = listeners_on(settings.voice_engine_host, settings.voice_engine_port)
        app = create_app(settings, local_parts(settings))
    except SettingsInvalid as error:
        sys.stderr.write(f"voice engine: {error}\n")
        return 2
    serve(app, listeners)
    return 0


if __name__ == "__main__":
    sys.exit(main())
