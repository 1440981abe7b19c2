"""GET /tools, /demo, /healthz and /readyz: what there is, and whether it works."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from toolserver.api.credentials import Gatekeeper
from toolserver.errors import UnknownTool
from toolserver.execution.registry import Registry
from toolserver.toolkit.scenario import Demo


class ToolEntry(BaseModel):
    """One tool, as `contracts/manifest.schema.json` has it."""

    name: str
    title: str = Field(description='what one wants when one wants it, after "to"')
    scenario: str | None = Field(description="the business it belongs to; null: it works in each")
    description: str
    parameters: dict[str, Any] = Field(description="the JSON Schema of its arguments")
    result: dict[str, Any] = Field(description="the JSON Schema of its result")
    access: Literal["public", "verified"]
    effect: Literal["read", "write"]
    confirm: bool
    requires: list[str]
    provides: list[str]
    examples: list[str]
    filler: str | None
    timeout_s: float
    repeatable: bool = Field(description="whether the same write again, within a minute of a session, is done again")


ToolName = Annotated[str, Path(max_length=100)]
ScenarioKey = Annotated[str | None, Query(max_length=100, description="only this business's, and those of every one")]


class Catalogue(BaseModel):
    """The manifest."""

    tools: list[ToolEntry]


class DemoFact(BaseModel):
    """What one has to know to be somebody."""

    label: str
    value: str


class PersonOfDemo(BaseModel):
    """Somebody one can be."""

    name: str
    about: str
    facts: list[DemoFact]


class DemoCard(BaseModel):
    """Who one can be in a scenario, and what one might say."""

    people: list[PersonOfDemo]
    say: list[str]


class Demos(BaseModel):
    """The cards by scenario."""

    scenarios: dict[str, DemoCard]


class NoDemo(UnknownTool):
    """Demo data is off."""

    code = "not_found"


def catalogue_routes(gatekeeper: Gatekeeper, registry: Registry, demos: Mapping[str, Demo] | None) -> APIRouter:
    """The routes, wired; `demos` is None when demo data is off."""
    router = APIRouter()

    @router.get("/tools", operation_id="list_tools", response_model=Catalogue)
    async def list_tools(request: Request, scenario: ScenarioKey = None) -> dict[str, Any]:
        """The manifest: one entry a tool; for a session those of its scenario, and those of every scenario."""
        sender = await gatekeeper.sender(request)
        if not sender.is_service and sender.session is not None:
            scenario = sender.session.scenario
        return {"tools": registry.manifest(scenario)}

    @router.get("/tools/{name}", operation_id="show_tool", response_model=ToolEntry)
    async def show_tool(request: Request, name: ToolName) -> dict[str, Any]:
        """The manifest's entry of one tool."""
        sender, tool = await gatekeeper.sender(request), registry.get(name)
        if sender.session is not None and tool.scenario not in (None, sender.session.scenario):
            raise UnknownTool(f"{sender.session.scenario} has no tool {name!r}")
        return registry.entry(tool)

    @router.get("/demo", operation_id="show_demo")
    async def show_demo(request: Request) -> Demos:
        """Who one can be and what one might say."""
        await gatekeeper.require_service(request)
        if demos is None:
            raise NoDemo("demo data is off")
        return Demos(scenarios={key: _card(demo) for key, demo in demos.items()})

    return router


def _card(demo: Demo) -> DemoCard:
    people = [
        PersonOfDemo(
            name=person.name,
            about=person.about,
            facts=[DemoFact(label=label, value=value) for label, value in person.facts.items()],
        )
        for person in demo.people
    ]
    return DemoCard(people=people, say=list(demo.say))
