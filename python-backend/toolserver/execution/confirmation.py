"""Asking the caller before a tool that must be agreed to, and using that agreement exactly once."""

from functools import partial
from typing import Any

from toolserver.calls.call import Settled, ToolCall
from toolserver.errors import InvalidArguments
from toolserver.execution import answers
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.arguments import AGREEMENT, LONGEST_AGREEMENT
from toolserver.execution.boundary import bounded
from toolserver.execution.context import RunningContext
from toolserver.storage import confirmations
from toolserver.storage.confirmations import Agreement
from toolserver.toolkit.declaration import Tool


def token_of(tool: Tool, call: ToolCall) -> str | None:
    """The token of the request or of the arguments. Raises InvalidArguments when it can be none."""
    among: Any = call.arguments.get(AGREEMENT) if tool.confirm is not None else None
    if among is not None and not (isinstance(among, str) and len(among) <= LONGEST_AGREEMENT):
        reason = f"not a text of at most {LONGEST_AGREEMENT} characters"
        raise InvalidArguments("this is no confirmation token", fields={AGREEMENT: reason})
    return call.confirmation_token or among


async def ask_first(accepted: AcceptedCall, context: RunningContext) -> Settled | None:
    """The question to the caller as the call's outcome; None when nothing, or nothing more, is to be asked."""
    confirm = accepted.tool.confirm
    if confirm is None or await _is_agreed(accepted, context):
        return None

    async def ask() -> Settled:
        wanted = _wanted(accepted, context)
        question = await confirm(context, accepted.arguments)
        issue = partial(confirmations.issue, wanted=wanted, now=context.clock())
        return answers.confirmation_required(question, await context.parts.database.write(issue))

    return await bounded(accepted, context, ask)


async def _is_agreed(accepted: AcceptedCall, context: RunningContext) -> bool:
    """Uses the agreement up before the tool runs: whatever it does then, no other call can do it with the same yes."""
    token = accepted.confirmation_token
    if token is None or context.session is None:
        return False
    call = f"{accepted.entry.owner} {accepted.entry.call_id}"
    use = partial(confirmations.use, token=token, wanted=_wanted(accepted, context), call=call, now=context.clock())
    return await context.parts.database.write(use)


def _wanted(accepted: AcceptedCall, context: RunningContext) -> Agreement:
    return Agreement(context.require_session().id, accepted.tool.name, accepted.entry.fingerprint)
