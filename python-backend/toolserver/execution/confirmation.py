"""Asking the caller before a tool that must be agreed to, and using that agreement exactly once.

A yes covers what was asked: the question is put together again from the database when the yes comes, and for our own
tools once more in the transaction of their effects. A question that has changed by then is a new one.
"""

from typing import Any

from sqlalchemy import Connection

from toolserver.calls.call import Settled, ToolCall
from toolserver.errors import InvalidArguments
from toolserver.execution import answers
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.arguments import AGREEMENT, LONGEST_AGREEMENT
from toolserver.execution.boundary import bounded
from toolserver.execution.context import RunningContext, own
from toolserver.storage import confirmations
from toolserver.storage.confirmations import Agreement
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.questions import Question


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
    if confirm is None:
        return None

    def agree_or_ask(db: Connection) -> Settled | None:
        context.require_session()
        question = confirm(db, context, accepted.arguments)
        if _is_agreed(db, accepted, context, question):
            context.agreed = question
            return None
        return _asked(db, accepted, context, question)

    return await bounded(accepted, context, lambda: context.parts.database.write(own(agree_or_ask)))


def ask_again(db: Connection, accepted: AcceptedCall, context: RunningContext) -> Settled | None:
    """In the transaction of the effects, before them: the question as it is now, if that is not what was agreed to.

    Not for foreign tools: what they did elsewhere before they write here is done.
    """
    confirm = accepted.tool.confirm
    if confirm is None or context.agreed is None or accepted.tool.is_foreign:
        return None
    question = own(lambda db: confirm(db, context, accepted.arguments))(db)
    return None if question.text == context.agreed.text else _asked(db, accepted, context, question)


def _is_agreed(db: Connection, accepted: AcceptedCall, context: RunningContext, question: Question) -> bool:
    """Uses the agreement up before the tool runs: whatever it does then, no other call can do it with the same yes."""
    token = accepted.confirmation_token
    if token is None:
        return False
    call = f"{accepted.entry.owner} {accepted.entry.call_id}"
    return confirmations.use(db, token, _wanted(accepted, question), call, context.clock())


def _asked(db: Connection, accepted: AcceptedCall, context: RunningContext, question: Question) -> Settled:
    token = confirmations.issue(db, _wanted(accepted, question), context.clock())
    return answers.confirmation_required(question.say, token)


def _wanted(accepted: AcceptedCall, question: Question) -> Agreement:
    return Agreement(str(accepted.session_id), accepted.tool.name, accepted.entry.fingerprint, question.text)
