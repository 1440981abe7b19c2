"""A customer is erased: the person is gone from every table, the ledger still adds up, others keep what is theirs."""

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.api.bank.calls import CHECKING, GOOD, REPLACE, SAVINGS, TRANSFER, VERIFY, Caller, credentials, faults, wish
from tests.api.retail.calls import ALEX
from tests.api.retail.calls import Caller as Shopper
from toolserver.administration import NoSuchCustomer, Whom, erase
from toolserver.app import utc_now
from toolserver.catalogue import EVERYTHING
from toolserver.scenarios.bank.seed_data import HANNAH, PETER
from toolserver.storage.database import Database
from toolserver.storage.tables import metadata

OF_HANNAH = ("hannah", "doyle", "2125550114", CHECKING, SAVINGS, "123 main st", "ending in 3365")
PETERS = PETER.accounts[0].number


@pytest.fixture
def traces(client: TestClient) -> Caller:
    """A customer whose call left traces everywhere, also on somebody else's account."""
    caller, peter = Caller.in_session(client, HANNAH), Caller.in_session(client, PETER)
    caller.agrees(TRANSFER, wish(target=PETERS, amount="5"))
    caller.agrees(TRANSFER, wish())
    caller.agrees(REPLACE, GOOD[REPLACE])
    peter.agrees(TRANSFER, wish(source=PETERS, target=CHECKING, amount="1"))
    caller.without_session().result("get_balance", {"account_number": SAVINGS})
    Caller.in_session(client).error(VERIFY, credentials(HANNAH) | {"ssn_last_four": "0000"})
    return caller


def everything(database: Database) -> str:
    """Every column of every table, as text."""
    with database.engine.connect() as db:
        rows = {table.name: [list(row) for row in db.execute(select(table))] for table in metadata.sorted_tables}
    return json.dumps(rows, default=str).lower()


@pytest.mark.parametrize("who", [HANNAH.customer.id, CHECKING, SAVINGS, "(212) 555-0114"])
def test_only_the_amounts_stay(traces: Caller, database: Database, who: str) -> None:
    before = everything(database)
    line = erase(database, utc_now(), Whom(who))
    after = everything(database)

    assert [each for each in OF_HANNAH if each not in before] == []
    assert [each for each in OF_HANNAH if each in after] == []
    assert "1 customers, 2 accounts, 1 replacements, 2 cards" in line
    assert faults(database) == []


def test_who_is_erased_is_nobody_any_more(client: TestClient, traces: Caller, database: Database) -> None:
    erase(database, utc_now(), Whom(HANNAH.customer.id))
    peter = Caller.in_session(client, PETER)

    assert traces.error("get_balance", {"account_number": CHECKING})["code"] == "unauthenticated"
    assert Caller.in_session(client).error(VERIFY, credentials(HANNAH))["code"] == "verification_failed"
    assert peter.error(TRANSFER, wish(source=PETERS, target=CHECKING, amount="1"))["code"] == "unknown_account"


def test_others_keep_what_is_theirs(client: TestClient, traces: Caller, database: Database) -> None:
    erase(database, utc_now(), Whom(HANNAH.customer.id))
    shopper, peter = Shopper.in_session(client), Caller.in_session(client, PETER)
    shopper.verify()
    history = peter.result("get_transaction_history", {"account_number": PETERS})["transactions"]

    assert shopper.result("lookupOrders", {"phoneNumber": ALEX["phone_number"]})["orders"]
    assert peter.balance(PETERS) == "27.10"
    assert [each["amount"] for each in history[:2]] == ["-1.00", "5.00"]


def test_twice_is_harmless(traces: Caller, database: Database) -> None:
    erase(database, utc_now(), Whom(HANNAH.customer.id))

    with database.engine.begin() as db:
        again = EVERYTHING.erase_customer(db, "bank", HANNAH.customer.id)
    assert set(again.values()) == {0}


def test_who_only_tried_is_erased_by_what_they_said(client: TestClient, database: Database) -> None:
    said = {"verification_method": "account_number", "account_number": "5556667778", "ssn_last_four": "1111"}
    Caller.in_session(client).error(VERIFY, said)
    erase(database, utc_now(), Whom("5556667778", "bank"))

    assert "5556667778" not in everything(database)


def test_a_number_that_is_nobodys_cannot_be_erased(client: TestClient, database: Database) -> None:
    with pytest.raises(NoSuchCustomer):
        erase(database, utc_now(), Whom("5556667778", "bank"))
