"""Opening tickets: one issue has one, and the team is alerted when it is said to be."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import update

from tests.unit.support.desks import EMAILS, MARY, SARAH, desk_of
from toolserver.scenarios.support import tables
from toolserver.scenarios.support.tickets import TEAM, SupportTicket, create_support_ticket
from toolserver.testing import Desk
from toolserver.toolkit.ids import is_spoken_id

DOUBLE = {"issue_type": "billing", "description": "I was charged 49.99 twice on one day"}


async def ticket(desk: Desk, customer_id: str = SARAH, **more: str) -> SupportTicket:
    """What the tool answers."""
    arguments = {"email": EMAILS[customer_id], **DOUBLE, **more}
    return cast(SupportTicket, await desk.run(create_support_ticket, arguments))


async def test_a_ticket_has_a_number_that_can_be_said() -> None:
    desk = desk_of(SARAH)
    made = await ticket(desk)

    assert is_spoken_id(made.ticket_id, "TKT") and made.ticket_id in made.say
    assert (made.status, made.created_at, made.team_alerted) == ("open", desk.clock(), False)
    assert desk.rows("support_tickets", "id, customer_id, issue_type, description, priority, status") == [
        (made.ticket_id, SARAH, "billing", DOUBLE["description"], "medium", "open")
    ]


@pytest.mark.parametrize("again", [DOUBLE["description"], "Customer was charged twice, 49.99 each", "double charge"])
async def test_who_asks_twice_has_one_ticket(again: str) -> None:
    desk = desk_of(SARAH)
    first = await ticket(desk)
    desk.clock.now += timedelta(hours=2)
    second = await ticket(desk, description=again)

    assert (second.ticket_id, second.created_at) == (first.ticket_id, first.created_at)
    assert second.say == f"There is already an open ticket for this, from today. Its number is {first.ticket_id}."
    assert len(desk.rows("support_tickets")) == 1


async def test_the_same_words_find_it_days_later_and_say_since_when() -> None:
    desk = desk_of(SARAH)
    first = await ticket(desk)
    desk.clock.now += timedelta(days=9)
    second = await ticket(desk)

    assert second.ticket_id == first.ticket_id
    assert "from March 2." in second.say


@pytest.mark.parametrize("other", [{"issue_type": "account"}, {"description": "my invoice names the wrong company"}])
async def test_another_issue_has_a_ticket_of_its_own(other: dict[str, str]) -> None:
    desk = desk_of(SARAH)

    assert (await ticket(desk)).ticket_id != (await ticket(desk, **other)).ticket_id


@pytest.mark.parametrize("status", ["resolved", "closed"])
async def test_once_it_is_done_the_same_issue_has_a_new_one(status: str) -> None:
    desk = desk_of(SARAH)
    first = await ticket(desk)
    with desk.engine.begin() as db:
        db.execute(update(tables.tickets).values(status=status))

    assert (await ticket(desk)).ticket_id != first.ticket_id


async def test_an_assigned_one_is_found_with_its_status() -> None:
    desk = desk_of(SARAH)
    first = await ticket(desk)
    with desk.engine.begin() as db:
        db.execute(update(tables.tickets).values(status="assigned"))
    second = await ticket(desk)

    assert (second.ticket_id, second.status) == (first.ticket_id, "assigned")


async def test_somebody_elses_ticket_is_not_found() -> None:
    desk = desk_of(SARAH)
    sarahs = await ticket(desk)
    desk.session = replace(desk.require_session(), customer_id=MARY)

    assert (await ticket(desk, MARY)).ticket_id != sarahs.ticket_id


async def test_an_urgent_ticket_alerts_the_team_and_says_so() -> None:
    desk = desk_of(SARAH)
    made = await ticket(desk, priority="urgent")

    assert made.team_alerted and made.say.endswith("I've alerted our support team.")
    assert desk.rows("outbox", "recipient, body") == [(TEAM, f"Urgent billing ticket {made.ticket_id}")]


@pytest.mark.parametrize("priority", ["low", "medium", "high"])
async def test_no_other_ticket_promises_anybody_a_message(priority: str) -> None:
    desk = desk_of(SARAH)
    made = await ticket(desk, priority=priority)

    assert not made.team_alerted and "alerted" not in made.say
    assert desk.rows("outbox") == []


async def test_what_has_become_urgent_is_raised_and_alerts_once() -> None:
    desk = desk_of(SARAH)
    await ticket(desk)
    raised, again = [await ticket(desk, priority="urgent") for _ in range(2)]

    assert "and it is urgent now. I've alerted our support team." in raised.say
    assert (raised.team_alerted, again.team_alerted) == (True, False)
    assert desk.rows("support_tickets", "priority") == [("urgent",)]
    assert len(desk.rows("outbox")) == 1


async def test_what_is_less_urgent_the_second_time_stays_as_it_was() -> None:
    desk = desk_of(SARAH)
    await ticket(desk, priority="high")
    await ticket(desk, priority="low")

    assert desk.rows("support_tickets", "priority") == [("high",)]
