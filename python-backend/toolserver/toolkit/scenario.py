"""One business: its tools, its data, and the people that data is about."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from pydantic_settings import BaseSettings
from sqlalchemy import Connection

from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.person import Person
from toolserver.tracing.spans import Tracing

_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
Upkeep = Callable[[Connection, datetime], int]
"""A short unit that does some of what is due by then, and says how much; nothing is left when it says 0."""


@dataclass(frozen=True)
class Wiring:
    """What the deployment has for every scenario's parts."""

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    tracing: Tracing | None = None


Parts = Callable[[Wiring], Mapping[type, object]]
"""Makes what the tools ask their context for, by class; settings of the scenario's own it reads itself."""


def no_parts(_wiring: Wiring) -> Mapping[type, object]:
    """For tools that need nothing but the database."""
    return {}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody one can be, and what one has to know for it."""

    name: str
    about: str
    facts: Mapping[str, str]  # as they are told: {"Phone": "(206) 135-1246"}


@dataclass(frozen=True)
class Demo:
    """A business to try the tools on."""

    seed: Callable[[Connection, datetime], None]  # into empty tables
    redate: Callable[[Connection, datetime], None]  # what nobody has touched happened lately, whatever day it is
    people: tuple[DemoPerson, ...]
    say: tuple[str, ...]  # what one might say


@dataclass(frozen=True)
class People:
    """Whom the scenario's tables are about."""

    find: Callable[[Connection, str], Person | None]
    """The customer of that id, number or address; else whoever is reached by it; None when it is none of these."""
    erase: Callable[[Connection, str], dict[str, int]]
    """Erase the customer of that id from the scenario's tables; says how many rows of which kind. Twice is harmless."""


@dataclass(frozen=True)
class Scenario:
    """One business. The names of its tables start with `tables`."""

    key: str  # the folder's name in src/app/agentConfigs; in snake_case this package's
    tools: tuple[Tool, ...]
    tables: str = ""
    migrations: Path | None = None  # an Alembic branch of its own, labelled with the key
    demo: Demo | None = None
    people: People | None = None
    parts: Parts = no_parts
    settings: type[BaseSettings] | None = None  # its own, which `parts` reads
    upkeep: tuple[Upkeep, ...] = ()  # what is done now and then without being called

    def __post_init__(self) -> None:
        """Tables are found by the key unless they were named before the key was."""
        if not self.tables:
            object.__setattr__(self, "tables", f"{snake_case(self.key)}_")


def snake_case(key: str) -> str:
    """`two_words` for `twoWords`."""
    return _INNER_CAPITAL.sub("_", key).lower()
