"""GET /calls and GET /analytics: the journal for the services that answer for it, and for a session its own calls."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from toolserver.api.credentials import Gatekeeper
from toolserver.calls.call import Sender, is_of_service
from toolserver.errors import UnknownSession
from toolserver.storage.analytics import Figures, Range, figures
from toolserver.storage.audit import AuditRecord, Place, Wanted, page
from toolserver.storage.database import Database
from toolserver.toolkit import dates
from toolserver.toolkit.context import Clock

_DAY: Final = timedelta(days=1)
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_our_time(instant: datetime) -> datetime:
    """No call was made before or after, and databases differ in how far their calendars reach."""
    return min(max(instant, _EARLIEST), _LATEST)


Instant = Annotated[dates.Instant, AfterValidator(_in_our_time), Field(description="RFC 3339, with its zone")]
Stored = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]  # PostgreSQL stores no NUL


class TimeRange(BaseModel):
    """When the calls were made: from `since` on, before `until`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Instant | None = None
    until: Instant | None = None
    tool: Stored | None = None


class CallsQuery(TimeRange):
    """Which calls, and how many a page."""

    session_id: Stored | None = None
    scenario: Stored | None = None
    parent_call_id: Stored | None = None
    outcome: Literal["succeeded", "failed", "timed_out", "crashed", "running"] | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(
        default=None,
        max_length=1000,
        description="`next_cursor` of the page before",
        pattern=r"^[A-Za-z0-9_-]*$",
    )


class AuditedCall(BaseModel):
    """One call, its arguments masked; what it answered stays in the journal."""

    call_id: str
    tool: str
    caller: Literal["service", "session"]
    session_id: str | None = None
    agent: str | None = None
    scenario: str | None = Field(default=None, description="the business it was about")
    parent_call_id: str | None = Field(default=None, description="of the call whose tool made this one")
    outcome: str
    error_code: str | None = None
    arguments: dict[str, Any] | None = Field(default=None, description="sensitive values are masked")
    attempt: int
    replays: int
    called_at: str
    settled_at: str | None = None
    took_ms: int | None = None


class CallsPage(BaseModel):
    """Newest first; `next_cursor` is absent on the last page."""

    calls: list[AuditedCall]
    next_cursor: str | None = None


class ToolFigures(BaseModel):
    """One tool's calls in the range; percentiles are of those that have ended, exact below 256 ms, else within 1 %."""

    tool: str
    calls: int
    succeeded: int
    failures: dict[str, int] = Field(description="by error code")
    p50_ms: int | None = None
    p95_ms: int | None = None
    p99_ms: int | None = None
    replays: int


class Analytics(BaseModel):
    """The range that was looked at, and each tool called in it."""

    since: str
    until: str
    tools: list[ToolFigures]


class UnknownCursor(UnknownSession):
    """No page ended there."""


def audit_routes(gatekeeper: Gatekeeper, database: Database, clock: Clock) -> APIRouter:
    """The routes, wired."""
    router = APIRouter()

    async def sender(request: Request) -> Sender:
        return await gatekeeper.sender(request)

    @router.get("/calls", operation_id="list_calls", response_model_exclude_none=True)
    async def list_calls(
        sender: Annotated[Sender, Depends(sender)], query: Annotated[CallsQuery, Query()]
    ) -> CallsPage:
        """Who called which tool when, and how it ended; to a session its own calls, also those that tools made."""
        owner = None if sender.is_service else sender.owner
        wanted = Wanted(owner=owner, **query.model_dump(exclude={"limit", "cursor"}))
        after = None if query.cursor is None else _place(query.cursor)
        found = await database.read(partial(page, wanted=wanted, after=after, most=query.limit + 1))
        shown = found[: query.limit]
        more = _cursor(shown[-1].place) if len(found) > query.limit else None
        return CallsPage(calls=[_call(record) for record in shown], next_cursor=more)

    for_services = [Depends(gatekeeper.require_service)]

    @router.get(
        "/analytics", operation_id="show_analytics", response_model_exclude_none=True, dependencies=for_services
    )
    async def show_analytics(query: Annotated[TimeRange, Query()]) -> Analytics:
        """Calls, failures, latency and replays of each tool; of the last day unless a range is named."""
        until = query.until or clock() + timedelta(seconds=1)  # the calls of this very moment too
        since = query.since or until - _DAY
        found = await database.read(partial(figures, wanted=Range(since, until, query.tool)))
        return Analytics(since=_instant(since), until=_instant(until), tools=[_figures(each) for each in found])

    return router


_PLACE: Final = TypeAdapter(tuple[Instant, Stored, Stored])


def _cursor(place: Place) -> str:
    text = _PLACE.dump_json((place.called_at, place.owner, place.call_id))
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        return Place(*_PLACE.validate_json(text))
    except (ValidationError, binascii.Error, UnicodeEncodeError) as error:
        raise UnknownCursor("there is no such cursor: send the next_cursor of the page before") from error


def _call(record: AuditRecord) -> AuditedCall:
    called_at, settled_at = record.place.called_at, record.settled_at
    return AuditedCall(
        call_id=record.place.call_id,
        tool=record.tool,
        caller="service" if is_of_service(record.place.owner) else "session",
        session_id=record.session_id,
        agent=record.agent,
        scenario=record.scenario,
        parent_call_id=record.parent_call_id,
        outcome=record.outcome,
        error_code=record.error_code,
        arguments=record.arguments,
        attempt=record.attempt,
        replays=record.replays,
        called_at=_instant(called_at),
        settled_at=None if settled_at is None else _instant(settled_at),
        took_ms=None if settled_at is None else round((settled_at - called_at).total_seconds() * 1000),
    )


def _figures(of_tool: Figures) -> ToolFigures:
    return ToolFigures(
        tool=of_tool.tool,
        calls=of_tool.calls,
        succeeded=of_tool.succeeded,
        failures=of_tool.failures,
        p50_ms=of_tool.ms.get(50),
        p95_ms=of_tool.ms.get(95),
        p99_ms=of_tool.ms.get(99),
        replays=of_tool.replays,
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
