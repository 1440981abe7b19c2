"""Asking the caller before a tool that must be agreed to, and using that agreement exactly once."""

from functools import partial
from typing import Any

from sqlalchemy import Connection

from toolserver.calls.call import Settled, ToolCall
from toolserver.errors import InvalidArguments, ToolFailed
from toolserver.execution import answers
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.arguments import AGREEMENT
from toolserver.execution.boundary import bounded
from toolserver.execution.context import RunningContext
from toolserver.storage import confirmations
from toolserver.storage.confirmations import Agreement
from toolserver.toolkit.declaration import Tool


def token_of(tool: Tool, call: ToolCall) -> str | None:
    """The token of the request or of the arguments. Raises InvalidArguments when it is no text."""
    token: Any = call.confirmation_token
    if tool.confirm is not None:
        token = token or call.arguments.get(AGREEMENT)
    if token is not None and not isinstance(token, str):
        raise InvalidArguments("the confirmation token is not a text", fields={AGREEMENT: "not a text"})
    return token


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


def use_agreement(db: Connection, accepted: AcceptedCall, context: RunningContext) -> None:
    """Use the agreement up where one is needed. Raises ToolFailed when another call was quicker."""
    token = accepted.confirmation_token
    if accepted.tool.confirm is None or token is None:
        return
    if not confirmations.use(db, token, _wanted(accepted, context), context.clock()):
        say = "That was agreed to once and is already being done."
        raise ToolFailed("confirmation_used", say=say, message="the confirmation token was used by another call")


async def _is_agreed(accepted: AcceptedCall, context: RunningContext) -> bool:
    token, session = accepted.confirmation_token, context.session
    if token is None or session is None:
        return False
    check = partial(confirmations.is_good, token=token, wanted=_wanted(accepted, context), now=context.clock())
    return await context.read(check)


def _wanted(accepted: AcceptedCall, context: RunningContext) -> Agreement:
    return Agreement(context.require_session().id, accepted.tool.name, accepted.entry.fingerprint)
