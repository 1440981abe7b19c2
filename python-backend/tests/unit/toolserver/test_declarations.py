"""What every tool of ours says about itself, to models, to people and to the offline brain."""

import re
from typing import Final

import pytest

from toolserver.catalogue import EVERYTHING
from toolserver.execution.registry import Registry
from toolserver.toolkit.declaration import Access, Effect, Tool
from toolserver.toolkit.scenario import Scenario

TOOLS: Final = tuple(EVERYTHING.tools())
MANIFEST: Final = {entry["name"]: entry for entry in Registry(TOOLS, 30).manifest()}
OF_EACH: Final = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)


@OF_EACH
def test_a_tool_has_a_description_three_examples_and_described_arguments(tool: Tool) -> None:
    properties = tool.arguments.model_json_schema()["properties"]

    assert tool.description.endswith(".")
    assert len(set(tool.examples)) >= 3
    assert all("description" in described for described in properties.values())


@OF_EACH
def test_a_title_completes_i_want_to(tool: Tool) -> None:
    assert re.fullmatch(r"[a-z][a-z' -]{3,39}", tool.title)
    assert MANIFEST[tool.name]["title"] == tool.title


@OF_EACH
def test_whatever_tells_about_a_person_needs_a_verified_customer(tool: Tool) -> None:
    tells = "x-sensitive" in str(MANIFEST[tool.name]["result"])

    assert not tells or tool.access is Access.VERIFIED or "identity" in tool.provides


@OF_EACH
def test_what_a_tool_requires_is_provided_within_its_scenario(tool: Tool) -> None:
    provided = {fact for other in TOOLS if other.scenario == tool.scenario for fact in other.provides}

    assert set(tool.requires) <= provided
    assert tool.access is Access.PUBLIC or "identity" in provided


@OF_EACH
def test_what_a_tool_calls_is_there_and_does_no_more_than_itself(tool: Tool) -> None:
    called = [other for other in TOOLS if other.name in tool.calls]

    assert len(called) == len(tool.calls)
    assert all(other.scenario in (None, tool.scenario) for other in called)
    assert tool.effect is Effect.WRITE or all(other.effect is Effect.READ for other in called)


@pytest.mark.parametrize("scenario", EVERYTHING.scenarios, ids=lambda scenario: scenario.key)
def test_titles_and_examples_of_a_scenario_tell_its_tools_apart(scenario: Scenario) -> None:
    tools = [tool for tool in TOOLS if tool.scenario in (None, scenario.key)]
    said = [words.lower() for tool in tools for words in (tool.title, *tool.examples)]

    assert len(set(said)) == len(said)
