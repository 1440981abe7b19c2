"""The tools by name, and the manifest that describes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from toolserver.errors import FrontdeskError, UnknownTool
from toolserver.execution.arguments import AGREEMENT, AGREEMENT_SCHEMA
from toolserver.toolkit.declaration import Access, Effect, Tool

_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ALIASES = {"hang_up": "end_call"}


class DuplicateTool(FrontdeskError):
    """Two tools have one name."""


class Registry:
    """Finds a tool; unknown names are answered with near ones."""

    def __init__(self, tools: Iterable[Tool], default_timeout_s: float) -> None:
        self._tools: dict[str, Tool] = {}
        self._default_timeout_s = default_timeout_s
        self.add(tools)

    def add(self, tools: Iterable[Tool]) -> None:
        """Take all of them in, or none. Raises DuplicateTool."""
        known = dict(self._tools)
        for tool in tools:
            if tool.name in known:
                places = f"{known[tool.name].place} and {tool.place}"
                raise DuplicateTool(f"two tools are called {tool.name!r}: in {places}")
            known[tool.name] = tool
        self._tools = known

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def get(self, name: str) -> Tool:
        """The tool of that name. Raises UnknownTool."""
        tool = self._tools.get(name) or self._tools.get(_ALIASES.get(name, name))
        if tool is None:
            near = get_close_matches(name, self._tools, n=3, cutoff=0.5)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise UnknownTool(f"there is no tool {name!r}{hint}")
        return tool

    def known_name(self, name: str) -> str:
        """The tool's own name, or `unknown`: callers must not be able to make up series."""
        tool = self._tools.get(name) or self._tools.get(_ALIASES.get(name, name))
        return "unknown" if tool is None else tool.name

    def timeout_s(self, tool: Tool) -> float:
        """How long the tool may run."""
        return tool.timeout_s or self._default_timeout_s

    @property
    def longest_timeout_s(self) -> float:
        """How long any tool may run."""
        return max(map(self.timeout_s, self), default=self._default_timeout_s)

    def providers(self, fact: str) -> tuple[str, ...]:
        """The tools that provide a fact."""
        return tuple(tool.name for tool in self if fact in tool.provides)

    def manifest(self, scenario: str | None = None) -> list[dict[str, Any]]:
        """One entry a tool, as `contracts/manifest.schema.json` describes it; of a scenario, and of every one."""
        wanted = (tool for tool in self if scenario is None or tool.scenario in (None, scenario))
        return [self.entry(tool) for tool in wanted]

    def entry(self, tool: Tool) -> dict[str, Any]:
        """What the manifest says about one tool."""
        return _entry(tool, self.timeout_s(tool))


def title_of(name: str) -> str:
    """`look up orders` for `lookUpOrders` or `look_up_orders`: better than nothing."""
    return _INNER_CAPITAL.sub(" ", name).replace("_", " ").lower()


def _entry(tool: Tool, timeout_s: float) -> dict[str, Any]:
    identity = ("identity",) if tool.access is Access.VERIFIED else ()
    return {
        "name": tool.name,
        "title": tool.title or title_of(tool.name),
        "scenario": tool.scenario,
        "description": tool.description,
        "parameters": parameters_of(tool),
        "result": tool.result.model_json_schema(mode="serialization", by_alias=True),
        "access": tool.access.value,
        "effect": tool.effect.value,
        "confirm": tool.confirm is not None,
        "requires": [*identity, *tool.requires],
        "provides": list(tool.provides),
        "examples": list(tool.examples),
        "filler": tool.filler,
        "timeout_s": timeout_s,
        "repeatable": tool.effect is Effect.READ or tool.repeatable,
    }


def parameters_of(tool: Tool) -> Mapping[str, Any]:
    """The schema of the tool's arguments, as the model sees it."""
    schema = tool.arguments.model_json_schema(by_alias=True)
    if tool.confirm is None:
        return schema
    return {**schema, "properties": {**schema["properties"], AGREEMENT: AGREEMENT_SCHEMA}}
