"""What can go wrong in the engine, and who hears of it.

VoiceEngineError
├── ClientEventRefused   the client's event cannot be done: an `error` event on its session
├── RequestRefused       an HTTP request is refused: a status and OpenAI's error object
│   ├── InvalidCredential    401   expired, unknown or missing
│   ├── ForbiddenOrigin      403   a web page that is not ours
│   ├── InvalidRequest       400   the body is not what the route takes
│   ├── UnknownRtcCall       404   no WebRTC connection has that id
│   ├── RequestTooLarge      413   more than any request needs
│   ├── UnsupportedMedia     415   neither SDP nor multipart
│   ├── TooManySessions      429   as many sessions run as may, of all or of one address or client secret
│   └── NoFreePort           503   every UDP port of the range is taken
├── StageFailed          a stage crashed or took too long: the response fails, the session goes on
├── TransportClosed      the other side is gone: the session ends
└── SettingsInvalid      a setting cannot work: the program does not start
"""

from typing import ClassVar


class VoiceEngineError(Exception):
    """Root of the tree."""


class ClientEventRefused(VoiceEngineError):
    """The client's event cannot be done; `param` names the field that is wrong."""

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param


class RequestRefused(VoiceEngineError):
    """An HTTP request is refused; subclasses hold status and code."""

    status: ClassVar[int] = 400
    code: str = "invalid_request"
    param: str | None = None


class InvalidCredential(RequestRefused):
    """The bearer is missing, unknown or expired."""

    status = 401
    code = "invalid_api_key"


class ForbiddenOrigin(RequestRefused):
    """A web page that is not ours."""

    status = 403
    code = "forbidden_origin"


class InvalidRequest(RequestRefused):
    """The body is not what the route takes; `param` names the field that is wrong."""

    def __init__(self, message: str, code: str = "invalid_request", param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.param = param


class UnknownRtcCall(RequestRefused):
    """No WebRTC connection has that id."""

    status = 404
    code = "call_not_found"


class RequestTooLarge(RequestRefused):
    """More than any request needs."""

    status = 413
    code = "request_too_large"


class UnsupportedMedia(RequestRefused):
    """The body is neither SDP nor a form with SDP in it."""

    status = 415
    code = "unsupported_content_type"


class TooManySessions(RequestRefused):
    """As many sessions run as may, of all or of one address or client secret."""

    status = 429
    code = "too_many_sessions"


class NoFreePort(RequestRefused):
    """Every UDP port of the range is taken."""

    status = 503
    code = "no_free_port"


class StageFailed(VoiceEngineError):
    """A stage crashed or took too long."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(f"{stage} {message}")
        self.stage = stage


class TransportClosed(VoiceEngineError):
    """The other side is gone."""


class SettingsInvalid(VoiceEngineError):
    """A setting cannot work; the message names it."""
