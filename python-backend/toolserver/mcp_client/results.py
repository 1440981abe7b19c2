"""What another MCP server answered, as a tool's result or as the reason why there is none."""

import json
import re
from collections.abc import Mapping
from typing import Final

from mcp.types import CallToolResult, TextContent
from pydantic import Field, JsonValue

from toolserver.errors import ToolFailed
from toolserver.mcp_client.remote import RemoteTrouble
from toolserver.toolkit.declaration import Effect
from toolserver.toolkit.models import Result
from toolserver.toolkit.sensitive import Sensitive

_LONGEST_SAY: Final = 300
_DONE: Final = "That is done."
_FAILED: Final = "That did not work in the other system."
_UNKNOWN: Final = "I could not confirm whether that worked."
_AWAY: Final = "I cannot reach the other system right now."


class RemoteResult(Result):
    """The answer of a tool that runs elsewhere."""

    value: Sensitive[JsonValue] = Field(default=None, description="The structured content, as it was answered.")


def result_of(answer: CallToolResult) -> RemoteResult:
    """What was answered; `say` is our own protocol's where there is one, else the text. Raises ToolFailed."""
    say = _said(answer.structured_content)
    if say is None:
        texts = (content.text for content in answer.content if isinstance(content, TextContent))
        say = " ".join(texts)
        say = _DONE if _is_data(say) else say
    return RemoteResult(say=_cut(say), value=answer.structured_content)


def failure_of(answer: CallToolResult, tool_name: str, effect: Effect) -> ToolFailed:
    """An error's text is repeated only when it is our own error object: any other may hold anything."""
    content = answer.structured_content
    error = content.get("error") if isinstance(content, dict) else None
    say, stated = _said(error), error if isinstance(error, dict) else {}
    message = f"{tool_name} answered an error"
    retryable = effect is Effect.READ and stated.get("retryable") is True
    return ToolFailed("tool_failed", say=_cut(say or _FAILED), message=message, retryable=retryable)


def trouble_of(trouble: RemoteTrouble, tool_name: str, effect: Effect) -> ToolFailed:
    """A write that may have arrived is never called undone, and never to be tried again blindly."""
    message = f"{tool_name} gave no answer: {trouble}"
    if effect is Effect.WRITE and trouble.was_sent:
        return ToolFailed("outcome_unknown", say=_UNKNOWN, message=message)
    return ToolFailed("remote_unavailable", say=_AWAY, message=message, retryable=True)


def _said(content: object) -> str | None:
    say = content.get("say") if isinstance(content, Mapping) else None
    return say if isinstance(say, str) and say.strip() else None


def _is_data(text: str) -> bool:
    """Nothing, or an object or a list written as JSON, which nobody wants to hear."""
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return not text.strip()


def _cut(text: str) -> str:
    """At the end of a sentence if one ends in time, else after a word."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SAY:
        return text
    whole = re.match(rf"(.{{1,{_LONGEST_SAY}}}[.!?])\s", text) or re.match(rf"(.{{1,{_LONGEST_SAY}}})\s", text)
    return whole[1] if whole else text[:_LONGEST_SAY]
