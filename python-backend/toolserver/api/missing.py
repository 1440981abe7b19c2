"""Tools that somebody counts on and that are not there: no call stops for them, and operators are told."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from toolserver.errors import UnknownTool
from toolserver.execution.registry import Registry


class MissingTool(BaseModel):
    """A tool that an agent names and cannot have now."""

    agent: str
    tool: str
    reason: str = Field(description="for the developer")


@dataclass
class MissingTools:
    """What was missing when sessions were last opened, and which other servers are away."""

    registry: Registry
    scenarios: Collection[str]  # whoever opens a session for another one says itself whose tools it has
    servers_away: Callable[[], Iterable[str]]
    _of_scenarios: dict[str, tuple[MissingTool, ...]] = field(default_factory=dict)

    def reason(self, scenario: str, tool_name: str) -> str | None:
        """Why an agent of this scenario cannot have the tool; None when it can."""
        try:
            tool = self.registry.get(tool_name)
        except UnknownTool as unknown:
            return unknown.message
        is_theirs = tool.scenario in (None, scenario) or scenario not in self.scenarios
        return None if is_theirs else f"{tool.name} is a tool of {tool.scenario}"

    def note(self, scenario: str, missing: Iterable[MissingTool]) -> None:
        """Remember what was missing for the scenario this time."""
        self._of_scenarios[scenario] = tuple(missing)

    def lines(self) -> Iterator[str]:
        """One a thing that is missing."""
        for server in self.servers_away():
            yield f"MCP server {server} does not answer: its tools are missing"
        for scenario, tools in self._of_scenarios.items():
            for each in tools:
                yield f"agent {each.agent} of {scenario} is without {each.tool}: {each.reason}"
