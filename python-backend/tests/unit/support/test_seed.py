"""The demo data stays fresh, except where somebody used it."""

from datetime import date, timedelta
from typing import cast

from tests.unit.support.desks import EMAILS, JOHN, SARAH, desk_of
from toolserver.scenarios.support.account import CustomerInfo, get_customer_info
from toolserver.scenarios.support.demo import demo
from toolserver.scenarios.support.seed import redate_support
from toolserver.scenarios.support.seed_data import CUSTOMERS, ORDERS, SUBSCRIPTIONS
from toolserver.scenarios.support.tickets import create_support_ticket
from toolserver.testing import Desk

LATER = timedelta(days=100)
SARAHS_CHARGE = date(2026, 2, 25)


def redate(desk: Desk) -> None:
    """As a start does, some months later."""
    desk.clock.now += LATER
    with desk.engine.begin() as db:
        redate_support(db, desk.clock())


def test_dates_follow_the_day() -> None:
    desk = desk_of()
    before = {table: desk.rows(table, columns) for table, columns in DATED.items()}
    redate(desk)
    after = {table: desk.rows(table, columns) for table, columns in DATED.items()}

    for table in DATED:
        for was, now in zip(before[table], after[table], strict=True):
            assert _moved(was) == now


DATED = {
    "support_orders": "id, ordered_on, shipped_on, delivered_on",
    "support_subscriptions": "id, next_billing_on",
    "support_charges": "id, charged_on",
}


def _moved(row: tuple[object, ...]) -> tuple[object, ...]:
    name, *days = row
    return (name, *(None if day is None else str(date.fromisoformat(str(day)) + LATER) for day in days))


async def test_what_somebody_has_a_ticket_about_keeps_its_dates() -> None:
    desk = desk_of(SARAH)
    issue = {"issue_type": "billing", "description": "charged twice"}
    await desk.run(create_support_ticket, {"email": EMAILS[SARAH], **issue})
    redate(desk)

    charged = dict(cast(list[tuple[str, str]], desk.rows("support_charges", "id, charged_on")))
    assert charged["CHG-6117-1"] == charged["CHG-6117-2"] == str(SARAHS_CHARGE)


async def test_the_documented_samples_are_there() -> None:
    found = cast(CustomerInfo, await desk_of("CUST-12345").run(get_customer_info, {"email": "john.doe@example.com"}))

    assert (found.customer_id, found.tier, found.account_created) == ("CUST-12345", "premium", date(2023, 1, 15))
    johns = {order.id: order.shipped_business_days_ago for order in ORDERS if order.customer_id == JOHN}
    assert johns["ORD-2024-1234"] == 8


def test_no_two_customers_can_be_taken_for_one_another() -> None:
    for fact in ("id", "name", "email", "postal_code"):
        assert len({getattr(customer, fact) for customer in CUSTOMERS}) == len(CUSTOMERS) >= 5
    assert all(customer.email == customer.email.lower() for customer in CUSTOMERS)


def test_every_status_is_somebodys() -> None:
    assert {order.status for order in ORDERS} == {"pending", "shipped", "delivered", "cancelled"}
    assert {each.status for each in SUBSCRIPTIONS} == {"active", "cancelled", "past_due", "trial"}
    assert {customer.tier for customer in CUSTOMERS} == {"basic", "premium", "enterprise"}


def test_the_demo_card_names_every_customer_with_what_they_must_know() -> None:
    assert [person.name for person in demo.people] == [customer.name for customer in CUSTOMERS]
    assert all(set(person.facts) == {"E-mail", "Postal code", "Customer number"} for person in demo.people)
    assert len(demo.say) == 6
