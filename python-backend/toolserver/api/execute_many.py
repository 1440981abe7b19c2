"""POST /execute-tools: several tool calls in one request, each as if it had been sent alone."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from fastapi import APIRouter, BackgroundTasks, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from toolserver.api.bodies import read_body
from toolserver.api.calls import CallRunner, ExecuteTool
from toolserver.api.errors import crash_object, error_object
from toolserver.errors import InvalidArguments, ToolCallRefused, UnknownTool
from toolserver.execution.bounded_json import parse_with_nul, refuse_nul
from toolserver.execution.registry import Registry
from toolserver.toolkit.declaration import Effect, Tool


class ExecuteTools(BaseModel):
    """The contract's request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calls: list[ExecuteTool] = Field(min_length=1)


@dataclass
class Step:
    """Calls that may run at the same time: they only read, and none builds on what another provides."""

    calls: list[ExecuteTool] = field(default_factory=list)
    provided: set[str] = field(default_factory=set)
    writes: bool = False

    def admits(self, tool: Tool | None) -> bool:
        """Whether a call of this tool may run beside the others; an unknown tool is refused anywhere."""
        if tool is None or not self.calls:
            return True
        return not self.writes and tool.effect is Effect.READ and self.provided.isdisjoint(tool.requires)

    def add(self, call: ExecuteTool, tool: Tool | None) -> None:
        """Let it run with the others."""
        self.calls.append(call)
        if tool is not None:
            self.provided.update(tool.provides)
            self.writes = self.writes or tool.effect is Effect.WRITE


def execute_many_routes(runner: CallRunner, registry: Registry, *, most: int) -> APIRouter:
    """The route, wired; `most` calls a request."""
    router = APIRouter()

    @router.post("/execute-tools", operation_id="execute_tools")
    async def execute_tools(request: Request, after_answer: BackgroundTasks) -> Response:
        """Run the calls in their order, reads side by side; one result or error each, in the same order."""
        body = await read_body(request, ExecuteTools, parse_with_nul)
        await runner.admit(request)
        if len(body.calls) > most:
            raise InvalidArguments(f"more than {most} calls in one request", fields={"calls": f"at most {most}"})
        answers: list[str] = []
        for step in in_steps(body.calls, registry):
            running = (_run(runner, request, call, after_answer) for call in step.calls)
            ended = await asyncio.gather(*running, return_exceptions=True)
            answers += [_item(call, end) for call, end in zip(step.calls, ended, strict=True)]
        return Response(f'{{"results": [{", ".join(answers)}]}}', media_type="application/json")

    return router


async def _run(runner: CallRunner, request: Request, call: ExecuteTool, after_answer: BackgroundTasks) -> str:
    """As it would have been run alone: what cannot be stored is this call's own fault."""
    refuse_nul(call.model_dump())
    return await runner.run(request, call, after_answer)


def in_steps(calls: Iterable[ExecuteTool], registry: Registry) -> list[Step]:
    """The calls, grouped: a write waits for what stands before it, and what stands after it waits for the write."""
    steps = [Step()]
    for call in calls:
        tool = _find(registry, call.tool_name)
        if not steps[-1].admits(tool):
            steps.append(Step())
        steps[-1].add(call, tool)
    return steps


def _find(registry: Registry, name: str) -> Tool | None:
    try:
        return registry.get(name)
    except UnknownTool:
        return None


def _item(call: ExecuteTool, end: str | BaseException) -> str:
    """The call's answer; or why it has none, with the status it would have had alone."""
    if isinstance(end, str):
        return end
    item: dict[str, object] = {} if call.call_id is None else {"call_id": call.call_id}
    if isinstance(end, ToolCallRefused):
        item |= {"error": error_object(end), "status": end.status}
        if end.retry_after_s is not None:
            item["retry_after_s"] = end.retry_after_s
        return json.dumps(item)
    if isinstance(end, Exception):
        return json.dumps({**item, "error": crash_object(end), "status": 500})
    raise end
