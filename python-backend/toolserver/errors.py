"""Why a tool call was refused, or how it failed. Each reaches the caller as the contract's `error` object.

FrontdeskError
├── ToolCallRefused                 before the claim: nothing was run, nothing was recorded
│   ├── MalformedRequest     400    the body is not the JSON the contract asks for
│   ├── Unauthenticated      401    credentials are missing or wrong
│   │   └── SessionExpired   401    a session's, whose time is over
│   ├── NotPermitted         403    this caller may not run this tool
│   ├── VerificationRequired 403    the session has verified nobody yet
│   ├── UnknownTool          404    no tool has that name (near names in the message)
│   ├── UnknownSession       404    no session of that id is open
│   ├── CallIdReused         409    same call_id, different call
│   ├── CallInProgress       409    same call, and its first run has not ended (Retry-After)
│   ├── ResultExpired        409    same call, and its recorded answer is not kept any more
│   ├── TooLarge             413    the body is over the limit
│   ├── UnsupportedMediaType 415    not application/json
│   ├── InvalidArguments     422    the arguments do not fit the tool's schema (fields)
│   ├── RateLimited          429    too many calls
│   ├── RepeatedCall         429    the same call, or the same tool, again and again
│   ├── SessionFull          429    the session has stored as much as one may
│   └── Unavailable          503    the database, or function calling itself, is off; or all is taken (Retry-After)
└── ToolFailed                200   the tool ran and says why it could not do it
"""

from collections.abc import Mapping
from typing import ClassVar


class FrontdeskError(Exception):
    """Root of everything this program raises on purpose."""


class ToolCallRefused(FrontdeskError):
    """A call that was not run. `say` is what the caller may hear; `message` is for the developer."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed_request"
    retryable: ClassVar[bool] = False
    spoken: ClassVar[str] = "I could not do that just now."
    wait_s: ClassVar[int | None] = None  # Retry-After, where whoever raises it knows no better

    def __init__(
        self,
        message: str,
        *,
        say: str | None = None,
        fields: Mapping[str, str] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.say = say or self.spoken
        self.fields = dict(fields or {})
        self.retry_after_s = self.wait_s if retry_after_s is None else retry_after_s


class MalformedRequest(ToolCallRefused):
    """The body is not the JSON that the contract asks for."""


class Unauthenticated(ToolCallRefused):
    """Credentials are missing or wrong."""

    status, code = 401, "unauthenticated"


class SessionExpired(Unauthenticated):
    """The credentials were a session's, whose time is over."""

    spoken = "This call has expired. Please start a new one."


class NotPermitted(ToolCallRefused):
    """This caller may not run this tool."""

    status, code = 403, "not_permitted"
    spoken = "I am not able to do that here."


class VerificationRequired(ToolCallRefused):
    """The session has verified nobody yet."""

    status, code = 403, "verification_required"
    spoken = "I need to verify who you are first."


class UnknownTool(ToolCallRefused):
    """No tool has that name."""

    status, code = 404, "unknown_tool"


class UnknownSession(ToolCallRefused):
    """No session of that id is open: there never was one, or it has expired or ended."""

    status, code = 404, "not_found"


class CallIdReused(ToolCallRefused):
    """The call_id was used before for another call."""

    status, code = 409, "call_id_reused"


class CallInProgress(ToolCallRefused):
    """The first run of this call_id has not ended."""

    status, code, retryable = 409, "call_in_progress", True
    spoken = "I am still working on that."


class ResultExpired(ToolCallRefused):
    """The call was made long ago: it is not run again, and what it answered is not kept any more."""

    status, code = 409, "result_expired"


class TooLarge(ToolCallRefused):
    """The body is over the limit."""

    status, code = 413, "too_large"


class UnsupportedMediaType(ToolCallRefused):
    """Only application/json is understood."""

    status, code = 415, "unsupported_media_type"


class InvalidArguments(ToolCallRefused):
    """The arguments do not fit the tool's schema; `fields` says where."""

    status, code = 422, "invalid_arguments"
    spoken = "One moment, please."  # it is for the model to correct, and no fault of the person on the line


class RateLimited(ToolCallRefused):
    """Too many calls in too short a time."""

    status, code, retryable, wait_s = 429, "rate_limited", True, 10
    spoken = "I need a moment before I can do more."


class RepeatedCall(ToolCallRefused):
    """The same call, or the same tool, again and again: the model is to stop, and `message` tells it so."""

    status, code, wait_s = 429, "repeated_call", 60
    spoken = "I am not getting any further with this. Let me tell you what I have."


class SessionFull(ToolCallRefused):
    """The session's calls have stored as much as one session may."""

    status, code, wait_s = 429, "session_full", 60
    spoken = "This call has become too long for me. Please start a new one."


class Unavailable(ToolCallRefused):
    """The database, or function calling itself, is off; or there is more to do than can be done."""

    status, code, retryable, wait_s = 503, "unavailable", True, 1
    spoken = "I cannot reach our systems right now. Please try again in a moment."


class ToolFailed(FrontdeskError):
    """A tool's own refusal: what it was asked cannot be done, and `say` tells the caller why.

    `keep_writes` commits what the unit wrote before it raised (counted verification tries); everything else rolls back.
    """

    def __init__(
        self,
        code: str,
        *,
        say: str,
        message: str | None = None,
        retryable: bool = False,
        keep_writes: bool = False,
    ) -> None:
        super().__init__(message or say)
        self.code = code
        self.say = say
        self.message = message or say
        self.retryable = retryable
        self.keep_writes = keep_writes


def in_plain_words(reason: str) -> str:
    """A reason of pydantic's without the class of the exception behind it."""
    return reason.removeprefix("Value error, ").removeprefix("Assertion failed, ")
