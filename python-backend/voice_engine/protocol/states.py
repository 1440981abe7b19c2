"""The life of a response as a table: what is missing is forbidden."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ResponseState(StrEnum):
    """Whether the session is answering."""

    IDLE = "idle"
    IN_PROGRESS = "in_progress"
    CANCELLING = "cancelling"


class Trigger(StrEnum):
    """What moves a response on."""

    CREATE = "create"
    CANCEL = "cancel"
    SPEECH_STARTED = "speech_started"
    DONE = "done"


# Speech while a response is in progress is an interruption: it cancels as the client would.
TRANSITIONS: Final[Mapping[tuple[ResponseState, Trigger], ResponseState]] = MappingProxyType(
    {
        (ResponseState.IDLE, Trigger.CREATE): ResponseState.IN_PROGRESS,
        (ResponseState.IN_PROGRESS, Trigger.DONE): ResponseState.IDLE,
        (ResponseState.IN_PROGRESS, Trigger.CANCEL): ResponseState.CANCELLING,
        (ResponseState.IN_PROGRESS, Trigger.SPEECH_STARTED): ResponseState.CANCELLING,
        (ResponseState.CANCELLING, Trigger.DONE): ResponseState.IDLE,
    }
)


def advance(state: ResponseState, trigger: Trigger) -> ResponseState | None:
    """The next state; None when the table forbids the step."""
    return TRANSITIONS.get((state, trigger))
