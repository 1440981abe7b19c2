"""What was checked out is kept for a day for the customer, who hears so; unpaid, it is for sale again."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.api.retail.calls import ALEX, Caller
from toolserver.execution.upkeep import keep_up
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.scenarios.customer_service_retail.tables import checkouts, products
from toolserver.storage.database import Database


@pytest.fixture
def database(customer: Caller, database_url: str) -> Iterator[Database]:
    """The shop's database, as another process has it."""
    database = Database(database_url)
    yield database
    database.close()


def buy(caller: Caller, *item_ids: str) -> dict[str, Any]:
    """Put these into the cart and check them out."""
    caller.verify()
    caller.result("lookupNewSales", {"category": "any"})
    for item_id in item_ids:
        caller.result("addToCart", {"item_id": item_id})
    order = {"item_ids": sorted(set(item_ids)), "phone_number": ALEX["phone_number"]}
    token = caller.execute("checkout", order).json()["error"]["confirmation_token"]
    return caller.result("checkout", order, confirmation_token=token)


def end(database: Database, now: datetime, *, times: int = 1) -> None:
    """The upkeep of so many processes at once."""

    async def everywhere() -> None:
        await asyncio.gather(*(keep_up(database, now, customer_service_retail.upkeep) for _ in range(times)))

    asyncio.run(everywhere())


def stock(database: Database, *item_ids: str) -> list[int]:
    with database.engine.connect() as db:
        rows = select(products.c.stock).where(products.c.id.in_(item_ids)).order_by(products.c.id)
        return list(db.execute(rows).scalars())


def states(database: Database) -> list[str]:
    with database.engine.connect() as db:
        return list(db.execute(select(checkouts.c.state)).scalars())


def test_a_customer_hears_until_when_it_is_reserved(customer: Caller) -> None:
    bought = buy(customer, "101")
    left = datetime.fromisoformat(bought["reserved_until"]) - datetime.now().astimezone()

    assert "reserved for you until this time tomorrow" in bought["say"]
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)


def test_what_is_not_paid_in_time_is_for_sale_again(customer: Caller, database: Database) -> None:
    before = stock(database, "101", "301")
    until = datetime.fromisoformat(buy(customer, "101", "101", "301")["reserved_until"])

    end(database, until - timedelta(seconds=1))
    assert (stock(database, "101", "301"), states(database)) == ([before[0] - 2, before[1] - 1], ["reserved"])

    end(database, until)
    assert (stock(database, "101", "301"), states(database)) == (before, ["expired"])


def test_each_reservation_ends_once_however_many_processes_look(customer: Caller, database: Database) -> None:
    before = stock(database, "101")
    until = datetime.fromisoformat(buy(customer, "101")["reserved_until"])
    end(database, until, times=4)
    end(database, until + timedelta(days=1))

    assert stock(database, "101") == before


def test_more_than_one_unit_takes_end_at_once(customer: Caller, database: Database) -> None:
    until = datetime.fromisoformat(buy(customer, "101")["reserved_until"])
    with database.engine.begin() as db:
        first = dict(db.execute(select(checkouts)).mappings().first() or {})
        many = [{**first, "id": f"CHK-{number}"} for number in range(250)]
        db.execute(checkouts.insert(), many)

    end(database, until)
    assert states(database) == ["expired"] * 251


def test_a_reservation_without_an_end_stays(customer: Caller, database: Database) -> None:
    before = stock(database, "101")
    until = datetime.fromisoformat(buy(customer, "101")["reserved_until"])
    with database.engine.begin() as db:
        db.execute(update(checkouts).values(reserved_until=None))
    end(database, until + timedelta(days=9))

    assert stock(database, "101") == [before[0] - 1]
