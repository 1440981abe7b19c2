"""Asking for a person: a row in the queue that people pick up from."""

from typing import Final, Literal

from pydantic import Field
from sqlalchemy import Connection, func, insert, select

from toolserver.storage.tables import human_handoffs, sessions
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, tool
from toolserver.toolkit.ids import new_spoken_id
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.sensitive import Sensitive

_MINUTES_EACH: Final = 4  # a person's usual time for one call, for the estimate
_AHEAD: Final = {"high": ("high",), "normal": ("high", "normal"), "low": ("high", "normal", "low")}


class HumanRequest(Arguments):
    """Why a person is needed."""

    reason: Sensitive[str] = Field(description="Why the caller needs a person.", min_length=1, max_length=500)
    priority: Literal["low", "normal", "high"] = Field(default="normal", description="How urgent it is.")
    context: Sensitive[str | None] = Field(default=None, description="What the person should know.", max_length=4000)


class HumanHandoff(Result):
    """The place in the queue."""

    handoff_id: str
    queue_position: int
    estimated_wait: str
    next_action: Literal["end_call"]


@tool(
    "transfer_to_human",
    title="talk to a person",
    effect=Effect.WRITE,
    repeatable=True,  # a session has one place in the queue, however often it asks
    examples=("I want to talk to a person", "get me a human", "can I speak to a representative"),
)
async def transfer_to_human(ctx: ToolContext, arguments: HumanRequest) -> HumanHandoff:
    """Hand the caller over to a person, who will call back."""

    def enqueue(db: Connection) -> HumanHandoff:
        session_id = ctx.session.id if ctx.session else None
        handoff_id = _asked_before(db, session_id)
        ahead = max(0, _waiting(db, _AHEAD[arguments.priority]) - (handoff_id is not None))
        if handoff_id is None:
            handoff_id = new_spoken_id(db, human_handoffs.c.id, "HH")
            row = {"id": handoff_id, "session_id": session_id, "state": "waiting", "asked_at": ctx.clock()}
            row["scenario"] = ctx.scenario
            db.execute(insert(human_handoffs).values(row | arguments.model_dump()))
        minutes = (ahead + 1) * _MINUTES_EACH
        return HumanHandoff(
            say=f"A person will take over in about {minutes} minutes.",
            handoff_id=handoff_id,
            queue_position=ahead + 1,
            estimated_wait=f"{minutes} minutes",
            next_action="end_call",
        )

    return await ctx.write(enqueue)


def _asked_before(db: Connection, session_id: str | None) -> str | None:
    """Models repeat themselves with new ids: a session has one place in the queue."""
    if session_id is None:
        return None
    db.execute(select(sessions.c.id).where(sessions.c.id == session_id).with_for_update())  # the other one has to wait
    rows = human_handoffs.c
    mine = select(rows.id).where(rows.session_id == session_id, rows.state == "waiting")
    return db.execute(mine.limit(1)).scalar_one_or_none()


def _waiting(db: Connection, priorities: tuple[str, ...]) -> int:
    rows = human_handoffs.c
    count = select(func.count()).select_from(human_handoffs)
    return db.execute(count.where(rows.state == "waiting", rows.priority.in_(priorities))).scalar_one()
