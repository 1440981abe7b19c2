"""Opening a ticket for what cannot be solved at once; one issue has one ticket."""

from datetime import datetime
from typing import Final, get_args

from pydantic import Field
from sqlalchemy import Connection

from toolserver.scenarios.support.customers import own_customer
from toolserver.scenarios.support.days import today
from toolserver.scenarios.support.ticket_book import (
    Issue,
    IssueType,
    Priority,
    Ticket,
    TicketStatus,
    find_ticket,
    open_ticket,
    raise_priority,
)
from toolserver.storage.outbox import queue_message
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_date
from toolserver.toolkit.values import Email, Instant

TEAM: Final = "support-team@techco.example"  # a name reserved for examples: the business is invented
_RANKS: Final = get_args(Priority)
_ALERTED: Final = " I've alerted our support team."


class NewTicket(Arguments):
    """What the caller reports."""

    email: Sensitive[Email]
    issue_type: IssueType = Field(description="What it is about: billing, shipping, technical, account or other.")
    description: Sensitive[str] = Field(
        description="What is wrong, in the caller's words, with dates, amounts and order numbers. Never card numbers "
        "or passwords.",
        min_length=3,
        max_length=2000,
    )
    priority: Priority = Field(
        default="medium", description="How urgent it is for the caller; leave it out if they do not say so."
    )


class SupportTicket(Result):
    """The ticket, whether it is new or was there already."""

    ticket_id: str
    status: TicketStatus
    created_at: Instant
    team_alerted: bool = Field(description="whether a message to the support team was queued by this call")


@tool(
    "create_support_ticket",
    title="open a support ticket",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    provides=("ticket",),
    examples=("please open a ticket", "I want to report a problem", "can somebody look into this charge"),
    filler="Let me open a ticket for that.",
)
async def create_support_ticket(ctx: ToolContext, arguments: NewTicket) -> SupportTicket:
    """Open a support ticket for the caller's issue, or find the open one about the same issue.

    Its `say` tells the ticket's number; call it again to hear the number again.
    """

    def record(db: Connection) -> SupportTicket:
        now = ctx.clock()
        issue = Issue(arguments.issue_type, arguments.description, arguments.priority)
        customer = own_customer(ctx, db, arguments.email, lock=True)
        found = find_ticket(db, customer.id, issue, now)
        return _opened(db, ctx, customer.id, issue) if found is None else _found(db, ctx, found, issue)

    return await ctx.write(record)


def _opened(db: Connection, ctx: ToolContext, customer_id: str, issue: Issue) -> SupportTicket:
    ticket = open_ticket(db, customer_id, issue, ctx.clock())
    is_urgent = issue.priority == "urgent"
    say = f"I've opened a ticket for this. Its number is {ticket.id}."
    return _answer(ticket, say, _alert(db, ctx, ticket) if is_urgent else False)


def _found(db: Connection, ctx: ToolContext, ticket: Ticket, issue: Issue) -> SupportTicket:
    """What has become more urgent since is so from now on; what has become less stays."""
    say = f"There is already an open ticket for this, from {_day(ticket.created_at, ctx)}. Its number is {ticket.id}."
    if _RANKS.index(issue.priority) <= _RANKS.index(ticket.priority):
        return _answer(ticket, say, False)
    raise_priority(db, ticket, issue.priority)
    raised = f"{say.removesuffix('.')}, and it is {issue.priority} now."
    return _answer(ticket, raised, _alert(db, ctx, ticket) if issue.priority == "urgent" else False)


def _alert(db: Connection, ctx: ToolContext, ticket: Ticket) -> bool:
    """Tell the team; the message names the ticket, and nothing about the customer."""
    body = f"Urgent {ticket.issue_type} ticket {ticket.id}"
    queue_message(db, ctx, channel="email", recipient=TEAM, body=body)
    return True


def _answer(ticket: Ticket, say: str, team_alerted: bool) -> SupportTicket:
    return SupportTicket(
        say=f"{say}{_ALERTED if team_alerted else ''}",
        ticket_id=ticket.id,
        status=ticket.status,
        created_at=ticket.created_at,
        team_alerted=team_alerted,
    )


def _day(moment: datetime, ctx: ToolContext) -> str:
    now = today(ctx.clock())
    return "today" if today(moment) == now else spoken_date(today(moment), now)
