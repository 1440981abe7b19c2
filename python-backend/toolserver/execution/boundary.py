"""The one place where a tool's code meets ours: however it ends, the end is an outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import ToolCallRefused, ToolFailed
from toolserver.execution import answers
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.context import RunningContext
from toolserver.storage.journal import ClaimLost

T = TypeVar("T")


async def run_tool(accepted: AcceptedCall, context: RunningContext) -> Settled:
    """Run the tool under its timeout, as `bounded` says."""

    async def run() -> Settled:
        result = await accepted.tool.run(context, accepted.arguments)
        return context.settled or answers.succeeded(accepted.tool, result)

    return await bounded(accepted, context, run)


async def bounded(accepted: AcceptedCall, context: RunningContext, run: Callable[[], Awaitable[T]]) -> T | Settled:
    """Run a tool's code under its timeout. Raises only what says that nothing was decided: refusals, a lost claim."""
    timeout = asyncio.timeout(accepted.timeout_s)
    try:
        async with timeout:
            return await run()
    except ToolFailed as failure:
        return context.settled or answers.failed(failure)
    except (ToolCallRefused, ClaimLost):
        raise
    except asyncio.CancelledError as error:
        if _is_cancelled():
            raise
        return context.settled or answers.crashed(accepted.tool, error)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the tool boundary: what a tool raises ends as an outcome
        if timeout.expired():  # a tool's own TimeoutError is an error like any other
            return context.settled or answers.timed_out(accepted.tool, accepted.timeout_s)
        return context.settled or answers.crashed(accepted.tool, error)


async def run_reading_tool(accepted: AcceptedCall, context: RunningContext, attempts: int) -> Settled:
    """Run a tool that only reads; one that crashed may be tried again."""
    for _ in range(attempts - 1):
        settled = await run_tool(accepted, context)
        if settled.outcome is not Outcome.CRASHED:
            return settled
    return await run_tool(accepted, context)


def _is_cancelled() -> bool:
    """Whether the call itself is; what a tool waited for may have been cancelled by somebody else."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
