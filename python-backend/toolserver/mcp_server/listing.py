"""Tools as MCP lists them."""

from typing import Final

from mcp.types import Tool as ListedTool
from mcp.types import ToolAnnotations

from toolserver.calls.call import Sender
from toolserver.execution.registry import Registry, parameters_of
from toolserver.toolkit.declaration import Effect, Tool

# Of a write nothing more is known: whether it destroys anything, or adds nothing the second time, is not declared.
_ANNOTATIONS: Final = {
    Effect.READ: ToolAnnotations(read_only_hint=True),
    Effect.WRITE: ToolAnnotations(read_only_hint=False),
}


def granted_tools(registry: Registry, sender: Sender) -> list[ListedTool]:
    """What this caller may call: everything for a service, what its agents have for a session."""
    granted = {name for _, name in sender.grants}
    return [_listed(tool) for tool in registry if sender.is_service or tool.name in granted]


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        description=tool.description,
        input_schema=dict(parameters_of(tool)),
        output_schema=tool.result.model_json_schema(mode="serialization", by_alias=True),
        annotations=_ANNOTATIONS[tool.effect],
    )
