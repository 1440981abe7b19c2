"""A tool runs another one: a call of its own, under an id that follows from its parent's."""

import json
from collections.abc import Mapping
from typing import Any, Final

from toolserver.calls.call import Settled, ToolCall, keyed_hash
from toolserver.errors import FrontdeskError, ToolFailed
from toolserver.execution.accepted import AcceptedCall
from toolserver.toolkit.declaration import Effect, Tool

_DEEPEST: Final = 3  # calls within one another


class NestingForbidden(FrontdeskError):
    """A tool called one that its declaration does not name, or that does more than it may itself."""


def nested_call(parent: AcceptedCall, tool: Tool, arguments: Mapping[str, object]) -> ToolCall:
    """The call as the parent makes it. Raises NestingForbidden."""
    if tool.name not in parent.tool.calls:
        raise NestingForbidden(f"{parent.tool.name} does not declare that it calls {tool.name}")
    if tool.effect is Effect.WRITE and parent.tool.effect is Effect.READ:
        raise NestingForbidden(f"{parent.tool.name} only reads, and {tool.name} writes")
    if len(parent.call.parents) >= _DEEPEST:
        raise NestingForbidden(f"{tool.name} would be called within {_DEEPEST} others")
    return ToolCall(
        tool_name=tool.name,
        arguments=dict(arguments),
        call_id=_call_id(parent, tool, arguments),
        agent=parent.call.agent,
        conversation=parent.call.conversation,
        trace_id=parent.call.trace_id,
        parents=(*parent.call.parents, parent.call.call_id),
    )


def answer_of(settled: Settled) -> dict[str, Any]:
    """What the other tool answered. Raises ToolFailed with its code and `say` when it failed."""
    answer: dict[str, Any] = json.loads(settled.answer)
    if settled.key == "error":
        raise ToolFailed(answer["code"], say=answer["say"], message=answer["message"], retryable=answer["retryable"])
    return answer


def _call_id(parent: AcceptedCall, tool: Tool, arguments: Mapping[str, object]) -> str:
    """The same for the same call by the same parent; keyed, because arguments must not be guessed from it."""
    text = json.dumps([parent.call.call_id, tool.name, arguments], sort_keys=True, default=str)
    return f"nested-{parent.sender.keys.fingerprint(keyed_hash(parent.entry.fingerprint, text))[:32]}"
