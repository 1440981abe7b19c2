"""python -m toolserver: serve; `tools` prints the catalogue; `demo --reset` restores the demo data."""

import argparse
import json
import sys
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from toolserver.app import create_app, own_tools, utc_now
from toolserver.config import Settings, read_settings
from toolserver.errors import FrontdeskError
from toolserver.execution.registry import Registry
from toolserver.logs import configure_logging
from toolserver.mcp_client.importing import import_tools
from toolserver.serving import serve
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare
from toolserver.tools import reset_demo


def main() -> int:
    """Run one command; a start that cannot work says why in one line."""
    parser = argparse.ArgumentParser(prog="python -m toolserver", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("tools", help="print the catalogue")
    demo = commands.add_parser("demo", help="the demo data")
    demo.add_argument("--reset", action="store_true", required=True, help="restore the demo data")
    command = _COMMANDS[parser.parse_args().command]
    try:
        command(read_settings())
    except FrontdeskError as error:
        return _stop(str(error))
    except SQLAlchemyError as error:
        return _stop(f"DATABASE_URL: {str(error).splitlines()[0]}")
    return 0


def _serve(settings: Settings) -> None:
    configure_logging()
    serve(create_app(settings), settings)


def _print_tools(settings: Settings) -> None:
    imported = import_tools(settings.toolserver_mcp_servers).tools
    registry = Registry((*own_tools(settings), *imported), settings.function_timeout_seconds)
    sys.stdout.write(json.dumps({"tools": registry.manifest()}, indent=2) + "\n")


def _reset_demo(settings: Settings) -> None:
    database = Database(settings.database_url)
    prepare(database)
    with database.engine.begin() as db:
        reset_demo(db, utc_now())
    database.close()
    sys.stdout.write("the demo data is as it was\n")


def _stop(reason: str) -> int:
    sys.stderr.write(f"toolserver: {reason}\n")
    return 2


_COMMANDS: dict[str | None, Callable[[Settings], None]] = {
    None: _serve,
    "tools": _print_tools,
    "demo": _reset_demo,
}

if __name__ == "__main__":
    sys.exit(main())
