"""A call as requests carry it, run for whoever sent it, and the JSON text of its answer."""

import json
import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from fastapi import BackgroundTasks, Request
from pydantic import BaseModel, ConfigDict, Field

from toolserver.api.credentials import Gatekeeper
from toolserver.calls.call import Sender, Settled, ToolCall
from toolserver.calls.slots import Slots
from toolserver.errors import InvalidArguments, MalformedRequest, Unavailable
from toolserver.execution.bounded_json import parse_json
from toolserver.execution.executor import CallExecutor
from toolserver.storage.database import Database
from toolserver.storage.replays import count_replay
from toolserver.toolkit.context import Message
from toolserver.toolkit.ids import new_id
from toolserver.tracing.traceparent import trace_id_of

_log = logging.getLogger(__name__)


class SaidLine(BaseModel):
    """One line of the recent conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    text: str = Field(max_length=4000)


class ExecuteTool(BaseModel):
    """The contract's request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool_name: str = Field(min_length=1, max_length=100)
    arguments: dict[str, Any] | str = Field(default_factory=dict)
    call_id: str | None = Field(default=None, min_length=1, max_length=200)
    agent: str | None = Field(default=None, max_length=100)
    session_id: str | None = Field(default=None, max_length=60)
    conversation: list[SaidLine] = Field(default_factory=list, max_length=10)
    confirmation_token: str | None = Field(default=None, max_length=500)


@dataclass(frozen=True)
class CallRunner:
    """Runs calls for the sender of a request."""

    gatekeeper: Gatekeeper
    executor: CallExecutor
    database: Database
    is_enabled: bool
    slots: Slots

    async def run(self, request: Request, body: ExecuteTool, after_answer: BackgroundTasks) -> str:
        """The answer's JSON text. Raises ToolCallRefused."""
        started = time.perf_counter()
        async with self.slots:
            sender = await self.admit(request, body.session_id)
            call = _call(body, sender, trace_id_of(request.headers.get("traceparent")))
            settled = await self.executor.execute(call, sender)
        if settled.replayed:
            after_answer.add_task(self._count_replay, sender.owner, call.call_id)
        return _answer(call.call_id, settled, started)

    async def admit(self, request: Request, session_id: str | None = None) -> Sender:
        """Who sent the request. Raises ToolCallRefused, also while no calls are run at all."""
        sender = await self.gatekeeper.sender(request, session_id)
        if not self.is_enabled:
            raise Unavailable("tool calls are switched off (FUNCTION_CALLING_ENABLED)")
        return sender

    async def _count_replay(self, owner: str, call_id: str) -> None:
        try:
            await self.database.write_one(partial(count_replay, owner=owner, call_id=call_id))
        except Unavailable as error:  # the answer is out, and a count is not worth an error
            _log.warning("a replay of call %r was not counted: %s", call_id, error)


def _call(body: ExecuteTool, sender: Sender, trace_id: str | None) -> ToolCall:
    if body.call_id is None and not sender.is_service:
        raise InvalidArguments("a session's call needs a call_id", fields={"call_id": "required"})
    return ToolCall(
        tool_name=body.tool_name,
        arguments=_arguments(body.arguments),
        call_id=body.call_id or new_id("CALL"),
        agent=body.agent,
        conversation=tuple(Message(line.role, line.text) for line in body.conversation),
        confirmation_token=body.confirmation_token,
        trace_id=trace_id,
    )


def _arguments(arguments: dict[str, Any] | str) -> dict[str, Any]:
    """Models write arguments as JSON text; both forms mean the same."""
    if isinstance(arguments, dict):
        return arguments
    try:
        parsed = parse_json(arguments)
    except MalformedRequest as error:
        raise InvalidArguments("the arguments are not JSON", fields={"arguments": error.message}) from error
    if not isinstance(parsed, dict):
        raise InvalidArguments("the arguments are not an object", fields={"arguments": "not an object"})
    return parsed


def _answer(call_id: str, settled: Settled, started: float) -> str:
    """The stored answer goes out byte for byte as it was first recorded."""
    took_ms = round((time.perf_counter() - started) * 1000)
    tail = json.dumps({"replayed": settled.replayed, "took_ms": took_ms})[1:]
    return f'{{"call_id": {json.dumps(call_id)}, "{settled.key}": {settled.answer}, {tail}'
