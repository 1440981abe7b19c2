"""Every executed call is counted, timed, and logged in one line."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Final

from toolserver.api.metrics import Metrics
from toolserver.calls.call import Outcome, Sender, Settled, ToolCall
from toolserver.errors import ToolCallRefused
from toolserver.execution.executor import CallExecutor
from toolserver.execution.registry import Registry
from toolserver.tracing.names import EXECUTE_TOOL

_log = logging.getLogger(__name__)
_REFUSED: Final = "refused"
_REPLAYED: Final = "replayed"


@dataclass(frozen=True)
class WatchedExecutor:
    """Executes as the executor does, and keeps account."""

    executor: CallExecutor
    registry: Registry
    metrics: Metrics

    async def execute(self, call: ToolCall, sender: Sender) -> Settled:
        """Run the call once, or answer what its first run recorded. Raises ToolCallRefused."""
        tool_name, started = self.registry.known_name(call.tool_name), time.perf_counter()
        outcome: str = Outcome.CRASHED  # unless it ends otherwise
        with self.metrics.in_flight():
            try:
                settled = await self.executor.execute(call, sender)
                outcome = _REPLAYED if settled.replayed else settled.outcome
            except ToolCallRefused:
                outcome = _REFUSED
                raise
            finally:
                self.metrics.count_call(tool_name, outcome)
        seconds = time.perf_counter() - started
        if not settled.replayed:
            self.metrics.time_call(tool_name, seconds)
        _log.info(_line(tool_name, call, sender, settled, seconds))
        return settled


def _line(tool_name: str, call: ToolCall, sender: Sender, settled: Settled, seconds: float) -> str:
    """JSON, because a call_id may hold anything; no arguments and no answer, because they may say who is calling."""
    fields = {
        "event": EXECUTE_TOOL,
        "tool": tool_name,
        "call_id": call.call_id,
        "session": sender.session.id if sender.session else None,
        "agent": call.agent,
        "outcome": settled.outcome,
        "ms": round(seconds * 1000),
        "replayed": settled.replayed,
        "trace": call.trace_id,
    }
    return json.dumps(fields)
