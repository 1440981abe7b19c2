"""Ending the call: recorded here, carried out by whoever holds the connection."""

from typing import Literal

from pydantic import Field
from sqlalchemy import Connection, insert

from toolserver.storage.tables import call_endings
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, tool
from toolserver.toolkit.ids import new_id
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.sensitive import Sensitive

Satisfaction = Literal["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied"]


class CallEnding(Arguments):
    """Why the call ends."""

    reason: Sensitive[str] = Field(
        description="Why the call ends, for example: the caller said goodbye.", max_length=500
    )
    satisfaction_level: Satisfaction | None = Field(
        default=None, description="How satisfied the caller seems; leave it out if unclear."
    )


class Ended(Result):
    """What the connection's owner does next."""

    next_action: Literal["end_call"]


@tool(
    "end_call",
    title="end the call",
    effect=Effect.WRITE,
    examples=("goodbye", "that's all, thank you", "hang up please"),
)
async def end_call(ctx: ToolContext, arguments: CallEnding) -> Ended:
    """End the call, once the caller has said goodbye or wants nothing more."""

    def record(db: Connection) -> Ended:
        session_id = ctx.session.id if ctx.session else None
        row = {"id": new_id("END"), "session_id": session_id, "scenario": ctx.scenario, "ended_at": ctx.clock()}
        db.execute(insert(call_endings).values(row | arguments.model_dump()))
        return Ended(say="Thank you for calling. Goodbye.", next_action="end_call")

    return await ctx.write(record)
