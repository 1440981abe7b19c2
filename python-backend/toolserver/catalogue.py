"""Everything that the scenarios of a deployment bring, as one: tools, parts, demo data, people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, delete, exists, select

from toolserver.control import all_control_tools
from toolserver.scenarios import SCENARIOS
from toolserver.storage.tables import metadata
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.person import Person
from toolserver.toolkit.scenario import Demo, Scenario, Upkeep, Wiring


@dataclass(frozen=True)
class Catalogue:
    """The scenarios of a deployment."""

    scenarios: tuple[Scenario, ...]
    further: tuple[Tool, ...] = ()  # of no scenario

    def tools(self) -> Iterator[Tool]:
        """Each scenario's tools, and those of every scenario."""
        for scenario in self.scenarios:
            yield from (replace(tool, scenario=scenario.key) for tool in scenario.tools)
        yield from all_control_tools()
        yield from self.further

    def with_tools(self, tools: Iterable[Tool]) -> "Catalogue":
        """The same, with tools of no scenario on top."""
        return replace(self, further=(*self.further, *tools))

    def keys(self) -> tuple[str, ...]:
        """The scenarios' names."""
        return tuple(scenario.key for scenario in self.scenarios)

    def parts(self, wiring: Wiring) -> Mapping[type, object]:
        """What tools ask the context for."""
        return {kind: part for scenario in self.scenarios for kind, part in scenario.parts(wiring).items()}

    def upkeep(self) -> tuple[Upkeep, ...]:
        """What is done now and then without being called."""
        return tuple(unit for scenario in self.scenarios for unit in scenario.upkeep)

    def migrations(self) -> tuple[Path, ...]:
        """The Alembic branches of the scenarios that have one."""
        return tuple(scenario.migrations for scenario in self.scenarios if scenario.migrations is not None)

    def demos(self) -> dict[str, Demo]:
        """Who one can be and what one might say, by scenario."""
        return {scenario.key: scenario.demo for scenario in self.scenarios if scenario.demo is not None}

    def refresh_demo(self, db: Connection, now: datetime) -> None:
        """Fill what is empty; where there is something, what nobody touched happened lately."""
        for scenario in self.scenarios:
            if scenario.demo is not None:
                renew = scenario.demo.seed if _is_empty(db, scenario) else scenario.demo.redate
                renew(db, now)

    def reset_demo(self, db: Connection, now: datetime) -> None:
        """Restore the demo data as it was."""
        for scenario in self.scenarios:
            if scenario.demo is not None:
                for table in reversed(_tables(scenario)):
                    db.execute(delete(table))
                scenario.demo.seed(db, now)

    def find_people(self, db: Connection, who: str) -> dict[str, Person]:
        """Whom the scenarios know by that id, number or address, by scenario."""
        asked = ((scenario.key, scenario.people) for scenario in self.scenarios if scenario.people is not None)
        found = ((key, people.find(db, who)) for key, people in asked)
        return {key: person for key, person in found if person is not None}

    def erase_customer(self, db: Connection, scenario_key: str, customer_id: str) -> dict[str, int]:
        """Erase the customer from the scenario's own tables; says how many rows of which kind."""
        people = next((each.people for each in self.scenarios if each.key == scenario_key), None)
        return {} if people is None else people.erase(db, customer_id)


def _tables(scenario: Scenario) -> list[Table]:
    """In the order in which they can be filled."""
    return [table for table in metadata.sorted_tables if table.name.startswith(scenario.tables)]


def _is_empty(db: Connection, scenario: Scenario) -> bool:
    return not any(db.execute(select(exists(select(table)))).scalar_one() for table in _tables(scenario))


EVERYTHING: Final = Catalogue(SCENARIOS)
"""What this deployment has."""
