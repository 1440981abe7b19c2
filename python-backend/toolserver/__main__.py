"""python -m toolserver: serve, or run one command against the same database."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from toolserver.administration import Whom, end_sessions, erase, rotate_keys
from toolserver.app import create_app, own_tools
from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings, read_settings
from toolserver.env_file import load_env_file
from toolserver.errors import FrontdeskError
from toolserver.execution.registry import Registry
from toolserver.listening import listeners_on
from toolserver.logs import configure_logging
from toolserver.mcp_client.importing import import_tools, take_in
from toolserver.proxies import keep_loopback_direct
from toolserver.serving import serve
from toolserver.storage.clocks import time_of
from toolserver.storage.database import Database
from toolserver.storage.schema import lift_limits, prepare


def main() -> int:
    """Run one command; a start that cannot work says why in one line."""
    asked = _parser().parse_args()
    try:
        load_env_file()
        keep_loopback_direct()
        _run(asked, read_settings())
    except FrontdeskError as error:
        return _stop(str(error))
    except SQLAlchemyError as error:
        return _stop(f"DATABASE_URL: {str(error).splitlines()[0]}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolserver", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("tools", help="print the catalogue")
    demo = commands.add_parser("demo", help="the demo data")
    demo.add_argument("--reset", action="store_true", required=True, help="restore the demo data")
    commands.add_parser("rotate-keys", help="sign the tokens of new sessions with a new key")
    for name, (whom, purpose) in _ABOUT_CUSTOMERS.items():
        about = commands.add_parser(name, help=purpose)
        about.add_argument("customer", metavar=whom)
        about.add_argument("--scenario", help="the business whose customer it is, where that is not clear")
    return parser


def _run(asked: argparse.Namespace, settings: Settings) -> None:
    if asked.command is None:
        _serve(settings)
    elif asked.command == "tools":
        _print_tools(settings)
    else:
        whom = [Whom(asked.customer, asked.scenario)] if asked.command in _ABOUT_CUSTOMERS else []
        _administer(settings, _COMMANDS[asked.command], *whom)


def _serve(settings: Settings) -> None:
    configure_logging()
    with ExitStack() as held:
        listeners = [
            held.enter_context(each) for each in listeners_on(settings.toolserver_host, settings.toolserver_port)
        ]
        serve(create_app(settings), listeners)


def _print_tools(settings: Settings) -> None:
    registry = Registry(own_tools(settings, EVERYTHING), settings.function_timeout_seconds)
    take_in(import_tools(settings.toolserver_mcp_servers).offers, registry.add)
    sys.stdout.write(json.dumps({"tools": registry.manifest()}, indent=2) + "\n")


def _administer(settings: Settings, command: Callable[..., str], *whom: Whom) -> None:
    database = Database(settings.database_url)
    try:
        prepare(database, EVERYTHING.migrations())
        with database.engine.begin() as db:
            now = time_of(db)
        line = command(database, now, *whom)
    finally:
        database.close()
    sys.stdout.write(f"{line}\n")


def _reset_demo(db: Connection, now: datetime) -> str:
    EVERYTHING.reset_demo(db, now)
    return "the demo data is as it was"


def _stop(reason: str) -> int:
    sys.stderr.write(f"toolserver: {reason}\n")
    return 2


def _at_once(command: Callable[..., str]) -> Callable[..., str]:
    """The command in one transaction."""

    def run(database: Database, now: datetime, *whom: Whom) -> str:
        with database.engine.begin() as db:
            lift_limits(db)
            return command(db, now, *whom)

    return run


_COMMANDS: dict[str, Callable[..., str]] = {
    "demo": _at_once(_reset_demo),
    "rotate-keys": _at_once(rotate_keys),
    "end-sessions": _at_once(end_sessions),
    "erase": erase,
}
_ABOUT_CUSTOMERS = {
    "end-sessions": ("CUSTOMER", "end the sessions that verified a customer"),
    "erase": ("WHO", "erase somebody's personal data; calls stay counted, orders without the person"),
}

if __name__ == "__main__":
    sys.exit(main())
