"""A span for each executed call."""

from dataclasses import dataclass
from typing import Final

from opentelemetry.trace import SpanKind, StatusCode

from toolserver.calls.call import Outcome, Sender, Settled, ToolCall
from toolserver.execution.executor import CallExecutor
from toolserver.execution.registry import Registry
from toolserver.tracing import names
from toolserver.tracing.spans import Attributes, Tracing

_WENT_WRONG: Final = frozenset({Outcome.CRASHED, Outcome.TIMED_OUT})


@dataclass(frozen=True)
class TracedExecutor:
    """Executes as the other executor does; neither arguments nor the answer are told."""

    executor: CallExecutor
    registry: Registry
    tracing: Tracing

    async def execute(self, call: ToolCall, sender: Sender) -> Settled:
        """Run the call once, or answer what its first run recorded. Raises ToolCallRefused."""
        tool_name = self.registry.known_name(call.tool_name)
        attributes = _attributes(tool_name, call, sender)
        with self.tracing.span(f"{names.EXECUTE_TOOL} {tool_name}", SpanKind.INTERNAL, attributes) as span:
            settled = await self.executor.execute(call, sender)
            span.set_attributes({names.OUTCOME: settled.outcome.value, names.REPLAYED: settled.replayed})
            if settled.outcome in _WENT_WRONG:
                span.set_attribute(names.ERROR_TYPE, settled.outcome.value)
                span.set_status(StatusCode.ERROR)
            return settled


def _attributes(tool_name: str, call: ToolCall, sender: Sender) -> Attributes:
    attributes = {names.OPERATION: names.EXECUTE_TOOL, names.TOOL_NAME: tool_name, names.CALL_ID: call.call_id}
    if call.agent is not None:
        attributes[names.AGENT] = call.agent
    if sender.session is not None:
        attributes[names.SESSION_ID] = sender.session.id
    return attributes
