"""The demo data stays fresh, except where somebody used it."""

from datetime import timedelta

from tests.unit.retail.cases import NOW
from tests.unit.retail.shop import Shop
from toolserver.scenarios.customer_service_retail.demo import demo
from toolserver.scenarios.customer_service_retail.eligibility.tool import check_eligibility
from toolserver.scenarios.customer_service_retail.order_book import load_orders
from toolserver.scenarios.customer_service_retail.seed import redate_retail
from toolserver.scenarios.customer_service_retail.seed_data import CUSTOMERS, FRESH_ORDERS

ALEX = "CUS-0001"
LATER = NOW + timedelta(days=100)


def fresh_order_dates(shop: Shop) -> list[str]:
    """When the fresh orders of one customer were placed."""
    with shop.engine.begin() as db:
        return [f"{order.ordered_at:%Y-%m-%d}" for order in load_orders(db, ALEX) if "DEMO" in order.order_id]


async def test_fresh_orders_are_dated_from_today_again() -> None:
    shop = Shop(ALEX)
    with shop.engine.begin() as db:
        redate_retail(db, LATER)

    assert fresh_order_dates(shop) == [f"{LATER - timedelta(days=12):%Y-%m-%d}"]


async def test_an_order_with_a_return_keeps_its_dates() -> None:
    shop = Shop(ALEX)
    before = fresh_order_dates(shop)
    await shop.run(check_eligibility, {"userDesiredAction": "return my snowboard", "question": "it is unused"})
    with shop.engine.begin() as db:
        redate_retail(db, LATER)

    assert fresh_order_dates(shop) == before


def test_the_sample_orders_are_as_documented() -> None:
    with Shop().engine.begin() as db:
        orders = {order.order_id: order for order in load_orders(db, ALEX)}

    delivered, in_transit = orders["SNP-20230914-001"], orders["SNP-20230820-002"]
    assert (delivered.subtotal_cents, delivered.total_cents) == (40998, 47148)
    assert (in_transit.subtotal_cents, in_transit.total_cents) == (33997, 39097)
    assert (delivered.status, in_transit.status, in_transit.delivered_at) == ("delivered", "in_transit", None)


def test_every_customer_has_credentials_of_their_own() -> None:
    for fact in ("phone", "date_of_birth", "card_last_4", "ssn_last_4"):
        assert len({getattr(customer, fact) for customer in CUSTOMERS}) == len(CUSTOMERS) >= 4


def test_a_seeded_subtotal_is_the_sum_of_its_items() -> None:
    with Shop().engine.begin() as db:
        for customer in CUSTOMERS:
            for order in load_orders(db, customer.id):
                assert order.subtotal_cents == sum(item.price_cents for item in order.items)


def test_the_demo_card_names_every_customer_with_four_facts() -> None:
    assert [person.name for person in demo.people] == [one.name for one in CUSTOMERS]
    assert all(len(person.facts) == 4 for person in demo.people)
    assert len(FRESH_ORDERS) > 0
