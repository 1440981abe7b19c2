"""Finding and writing a customer's tickets; the customer's row is locked by whoever writes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, insert, select, update

from toolserver.scenarios.support import tables
from toolserver.scenarios.support.days import today
from toolserver.scenarios.support.same_issue import is_same_issue
from toolserver.toolkit.ids import new_spoken_id

IssueType = Literal["billing", "shipping", "technical", "account", "other"]
Priority = Literal["low", "medium", "high", "urgent"]
TicketStatus = Literal["open", "assigned", "resolved", "closed"]
_UNDONE: Final = ("open", "assigned")


@dataclass(frozen=True)
class Ticket:
    """One ticket; the description is in the caller's words."""

    id: str
    customer_id: str
    issue_type: IssueType
    description: str
    priority: Priority
    status: TicketStatus
    created_at: datetime


@dataclass(frozen=True)
class Issue:
    """What somebody reports."""

    issue_type: IssueType
    description: str
    priority: Priority


def find_ticket(db: Connection, customer_id: str, issue: Issue, now: datetime) -> Ticket | None:
    """The customer's oldest ticket about this issue that is not done."""
    table = tables.tickets
    undone = (table.c.issue_type == issue.issue_type, table.c.status.in_(_UNDONE))
    query = select(table).where(table.c.customer_id == customer_id, *undone).order_by(table.c.created_at, table.c.id)
    tickets = (Ticket(**row) for row in db.execute(query).mappings())
    return next((ticket for ticket in tickets if _is_about(ticket, issue, now)), None)


def open_ticket(db: Connection, customer_id: str, issue: Issue, now: datetime) -> Ticket:
    """A new one, under a number that can be said."""
    ticket = Ticket(
        id=new_spoken_id(db, tables.tickets.c.id, "TKT"),
        customer_id=customer_id,
        issue_type=issue.issue_type,
        description=issue.description,
        priority=issue.priority,
        status="open",
        created_at=now,
    )
    db.execute(insert(tables.tickets).values(asdict(ticket)))
    return ticket


def raise_priority(db: Connection, ticket: Ticket, priority: Priority) -> None:
    """What it is from now on."""
    db.execute(update(tables.tickets).where(tables.tickets.c.id == ticket.id).values(priority=priority))


def _is_about(ticket: Ticket, issue: Issue, now: datetime) -> bool:
    on_one_day = today(ticket.created_at) == today(now)
    return is_same_issue(ticket.description, issue.description, on_one_day=on_one_day)
