"""How outcomes become the JSON text that is stored and replayed."""

import json
import logging
import re
import secrets
from typing import Final

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import ToolFailed
from toolserver.toolkit.declaration import Effect, Tool
from toolserver.toolkit.models import Result

_log = logging.getLogger(__name__)
_UNCONFIRMED: Final = "and I could not confirm whether it was done"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")


def succeeded(tool: Tool, result: Result) -> Settled:
    """The tool's result. Raises pydantic's ValidationError when it breaks its own model: our bug."""
    checked = tool.result.model_validate(result.model_dump(by_alias=False, warnings=False), by_name=True)
    return Settled(Outcome.SUCCEEDED, checked.model_dump_json(by_alias=True))


def failed(failure: ToolFailed) -> Settled:
    """The tool said why it could not do it."""
    return _error(
        Outcome.FAILED, {"code": failure.code, "message": failure.message, "say": failure.say}, failure.retryable
    )


def confirmation_required(question: str, token: str) -> Settled:
    """The caller has to say yes first; the same call with the token is that yes."""
    body = {"code": "confirmation_required", "message": "ask the caller, then call again with the token"}
    return _error(Outcome.FAILED, {**body, "say": question, "confirmation_token": token}, False)


def not_agreed() -> ToolFailed:
    """Ends a tool whose question has changed since the yes: nothing was written, and the new question is recorded."""
    return ToolFailed("confirmation_required", say="Something has changed since you said yes.")


def timed_out(tool: Tool, timeout_s: float) -> Settled:
    """The tool took too long. Our own writes are units, which leave nothing then; elsewhere it may still go on."""
    body = {"code": "timed_out", "message": f"{tool.name} did not finish within {timeout_s:g} s"}
    if tool.effect is Effect.READ:
        return _error(Outcome.TIMED_OUT, {**body, "say": "That took too long. Shall I try again?"}, True)
    undone = "so I did not do it" if not tool.is_foreign else _UNCONFIRMED
    return _error(Outcome.TIMED_OUT, {**body, "say": f"That took too long, {undone}."}, False)


def crashed(tool: Tool, error: BaseException) -> Settled:
    """A bug: ours leaves nothing behind. The caller gets a reference, the log has the rest."""
    if tool.is_foreign:
        return raised(tool, error)
    body = {"code": "internal_error", "message": f"internal error, reference {_logged(tool, error)}"}
    return _error(Outcome.CRASHED, {**body, "say": "Something went wrong on our side, and nothing was changed."}, False)


def raised(tool: Tool, error: BaseException) -> Settled:
    """What a foreign tool's exception says itself (`say`, and `code`, `retryable`); its text may hold anything."""
    say, code = getattr(error, "say", None), getattr(error, "code", None)
    if isinstance(say, str) and say.strip():
        named = code if isinstance(code, str) and _CODE.fullmatch(code) else "tool_failed"
        return failed(ToolFailed(named, say=say, retryable=getattr(error, "retryable", None) is True))
    body = {"code": "tool_failed", "message": f"{tool.name} raised an exception, reference {_logged(tool, error)}"}
    reading = tool.effect is Effect.READ
    say = "That did not work." if reading else f"That did not work, {_UNCONFIRMED}."
    return _error(Outcome.FAILED, {**body, "say": say}, reading)


def unrecorded() -> Settled:
    """Nobody can say how the call ended: its process died, or its end could not be written down."""
    body = {"code": "outcome_unknown", "message": "how the call ended was not recorded; do not repeat it"}
    return _error(Outcome.CRASHED, {**body, "say": f"Something went wrong on our side, {_UNCONFIRMED}."}, False)


def _logged(tool: Tool, error: BaseException) -> str:
    """The reference under which the log has it."""
    reference = secrets.token_hex(4)
    _log.error("tool %s crashed, reference %s", tool.name, reference, exc_info=error)
    return reference


def _error(outcome: Outcome, body: dict[str, str], retryable: bool) -> Settled:
    answer = json.dumps({**body, "retryable": retryable}, ensure_ascii=False)
    return Settled(outcome, answer, error_code=body["code"])
