"""Every tool of this deployment, the demo data they work on, and the people that data is about."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from toolserver.storage.person import Person
from toolserver.storage.tables import metadata
from toolserver.toolkit.declaration import Tool
from toolserver.tools.control import all_control_tools
from toolserver.tools.retail import all_retail_tools, redate_retail, retail_demo, retail_parts, seed_retail
from toolserver.tools.retail.erasure import erase_retail, retail_person, somebody
from toolserver.tools.retail.reservations import expire_reservations
from toolserver.tools.retail.tables import customers

__all__ = [
    "all_demos",
    "all_tools",
    "all_upkeep",
    "erase_customer",
    "find_person",
    "refresh_demo",
    "reset_demo",
    "retail_parts",
]

_DEMO_TABLES = "retail_"


def all_tools() -> tuple[Tool, ...]:
    """A tool is in the catalogue when it is in this list."""
    return (*all_retail_tools(), *all_control_tools())


def all_upkeep() -> tuple[Callable[[Connection, datetime], int], ...]:
    """The short units that scenarios want run now and then; each says how much it did."""
    return (expire_reservations,)


def all_demos() -> dict[str, object]:
    """Who one can be and what one might say, by scenario."""
    return {"customerServiceRetail": retail_demo()}


def refresh_demo(db: Connection, now: datetime) -> None:
    """Fill an empty database; date fresh orders that nobody touched from today."""
    if db.execute(select(func.count()).select_from(customers)).scalar_one() == 0:
        seed_retail(db, now)
    else:
        redate_retail(db, now)


def reset_demo(db: Connection, now: datetime) -> None:
    """Restore the demo data as it was."""
    for table in reversed(metadata.sorted_tables):
        if table.name.startswith(_DEMO_TABLES):
            db.execute(delete(table))
    seed_retail(db, now)


def find_person(db: Connection, who: str) -> Person | None:
    """The customer of that id or phone number, or else whoever has that number; None when it is neither."""
    return retail_person(db, who) or somebody(who)


def erase_customer(db: Connection, customer_id: str) -> dict[str, int]:
    """Erase the customer from the scenarios' own tables; says how many rows of which kind."""
    return erase_retail(db, customer_id)
