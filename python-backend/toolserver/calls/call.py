"""A tool call as it was accepted, who made it, and how it ended."""

import hmac
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from toolserver.toolkit.context import CallerSession, Message

SERVICE = "service"


class Outcome(StrEnum):
    """How an accepted call ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"


@dataclass(frozen=True)
class CallKeys:
    """What hashes of arguments and of call_ids are made with, so that nobody can guess them; an erasure drops them."""

    fingerprints: str | None = field(default=None, repr=False)  # None: a session that an older release opened
    call_ids: str | None = field(default=None, repr=False)  # None within sessions: an erasure ends those

    def fingerprint(self, digest: str) -> str:
        """The fingerprint of a call whose tool and arguments have this digest."""
        return digest if self.fingerprints is None else keyed_hash(self.fingerprints, digest)

    def digest_of(self, owner: str, call_id: str) -> str | None:
        """By which an erased call_id is known again."""
        return None if self.call_ids is None else keyed_hash(self.call_ids, f"{owner} {call_id}")


def keyed_hash(key: str, text: str) -> str:
    """HMAC-SHA256, as hexadecimal digits."""
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


@dataclass(frozen=True)
class Sender:
    """Who is allowed to execute tools: a service, or a customer's session seen through a browser."""

    is_service: bool
    session: CallerSession | None = None
    grants: frozenset[tuple[str, str]] = frozenset()  # (agent, tool); empty for a service
    keys: CallKeys = CallKeys()

    @property
    def owner(self) -> str:
        """Whose call_ids these are: those of two sessions never meet, nor those of a service and of a session."""
        if self.session is None:
            return SERVICE
        return f"{SERVICE}/{self.session.id}" if self.is_service else self.session.id


def is_of_service(owner: str) -> bool:
    """Whether a call of this owner was made by a service."""
    return owner.partition("/")[0] == SERVICE


@dataclass(frozen=True)
class ToolCall:
    """One request by the model, or by a developer, to run a tool."""

    tool_name: str
    arguments: dict[str, Any]
    call_id: str
    agent: str | None = None
    conversation: tuple[Message, ...] = ()
    confirmation_token: str | None = None
    trace_id: str | None = None  # which trace it belongs to: 32 hex digits
    parents: tuple[str, ...] = ()  # the call_ids of the calls it is made within, the innermost last


@dataclass(frozen=True)
class Settled:
    """A recorded outcome; `answer` is the JSON text of the contract's `result` or `error`."""

    outcome: Outcome
    answer: str
    replayed: bool = False
    error_code: str | None = None  # of one that is being recorded

    @property
    def key(self) -> str:
        """Under which name the answer stands in the response."""
        return "result" if self.outcome is Outcome.SUCCEEDED else "error"
