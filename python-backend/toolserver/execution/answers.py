"""How outcomes become the JSON text that is stored and replayed."""

import json
import logging
import secrets

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import ToolFailed
from toolserver.toolkit.declaration import Effect, Tool
from toolserver.toolkit.models import Result

_log = logging.getLogger(__name__)


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


def timed_out(tool: Tool, timeout_s: float) -> Settled:
    """The tool took too long; a write may be tried again only by a person who knows what happened."""
    reading = tool.effect is Effect.READ
    say = "That took too long. Shall I try again?" if reading else "That took too long, so I did not do it."
    message = f"{tool.name} did not finish within {timeout_s:g} s"
    return _error(Outcome.TIMED_OUT, {"code": "timed_out", "message": message, "say": say}, reading)


def crashed(error: BaseException) -> Settled:
    """Our bug: the caller gets a reference, the log has the rest."""
    reference = secrets.token_hex(4)
    _log.error("tool crashed, reference %s", reference, exc_info=error)
    body = {"code": "internal_error", "message": f"internal error, reference {reference}"}
    return _error(Outcome.CRASHED, {**body, "say": "Something went wrong on our side, and nothing was changed."}, False)


def abandoned() -> Settled:
    """The process that ran it is gone, and with it whatever it had not committed."""
    body = {"code": "internal_error", "message": "the toolserver stopped while the tool ran; nothing was changed"}
    return _error(Outcome.CRASHED, {**body, "say": "Something went wrong on our side, and nothing was changed."}, False)


def _error(outcome: Outcome, body: dict[str, str], retryable: bool) -> Settled:
    return Settled(outcome, json.dumps({**body, "retryable": retryable}, ensure_ascii=False))
