"""A yes covers exactly the amount, the accounts and the card that were named, and moves money once."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from tests.api.bank.calls import CHECKING, ELSEWHERE, GOOD, REPLACE, SAVINGS, TRANSFER, Caller, faults, wish
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.seed_data import HANNAH, PETER
from toolserver.storage.database import Database


@pytest.fixture
def hannah(client: TestClient) -> Caller:
    """A verified customer."""
    return Caller.in_session(client, HANNAH)


def transactions(database: Database) -> int:
    with database.engine.connect() as db:
        return db.execute(select(func.count()).select_from(tables.transactions)).scalar_one()


def test_nothing_moves_before_the_yes(hannah: Caller, database: Database) -> None:
    before = transactions(database)
    asked = hannah.asked(TRANSFER, wish(amount="50.25"))

    assert (
        "$50.25 from your checking account ending in 3 3 6 5 to your savings account ending in 3 3 7 3" in asked["say"]
    )
    assert transactions(database) == before


def test_a_yes_moves_the_money_and_is_read_afterwards(hannah: Caller, database: Database) -> None:
    done = hannah.agrees(TRANSFER, wish(amount="34.56"))

    assert (done["new_balance"], hannah.balance(CHECKING), hannah.balance(SAVINGS)) == ("1200.00", "1200.00", "7734.56")
    assert faults(database) == []


@pytest.mark.parametrize(
    "changed",
    [{"amount": "11"}, {"to_account": PETER.accounts[0].number}, {"to_account": ELSEWHERE, "transfer_type": "wire"}],
)
def test_a_yes_to_one_transfer_is_none_to_another(hannah: Caller, database: Database, changed: dict[str, str]) -> None:
    before = transactions(database)
    token = hannah.asked(TRANSFER, wish())["confirmation_token"]
    again = hannah.asked(TRANSFER, wish() | changed, confirmation_token=token)

    assert again["confirmation_token"] != token
    assert transactions(database) == before


def test_a_yes_is_no_yes_once_the_other_account_is_somebody_elses(hannah: Caller, database: Database) -> None:
    token = hannah.asked(TRANSFER, wish())["confirmation_token"]
    with database.engine.begin() as db:
        mine = tables.accounts.c.number == SAVINGS
        db.execute(update(tables.accounts).where(mine).values(customer_id=PETER.customer.id))
    again = hannah.asked(TRANSFER, wish(), confirmation_token=token)

    assert "to the account ending in 3 3 7 3" in again["say"]


def test_what_was_spent_since_the_question_is_not_spent_again(client: TestClient, hannah: Caller) -> None:
    token = hannah.asked(TRANSFER, wish(amount="1000"))["confirmation_token"]
    Caller.in_session(client, HANNAH).agrees(TRANSFER, wish(target=ELSEWHERE, amount="500", way="wire"))

    error = hannah.error(TRANSFER, wish(amount="1000"), confirmation_token=token)
    assert error["code"] == "insufficient_funds"


def test_a_repeated_call_moves_the_money_once(hannah: Caller, database: Database) -> None:
    token = hannah.asked(TRANSFER, wish())["confirmation_token"]
    before = transactions(database)
    call = {"confirmation_token": token, "call_id": "the-yes"}
    answers = [hannah.result(TRANSFER, wish(), **call) for _ in range(3)]

    assert len({answer["transaction_id"] for answer in answers}) == 1
    assert transactions(database) == before + 1


def test_a_yes_is_good_for_one_call(hannah: Caller, database: Database) -> None:
    token = hannah.asked(TRANSFER, wish())["confirmation_token"]
    hannah.result(TRANSFER, wish(), confirmation_token=token)
    before = transactions(database)
    hannah.execute(TRANSFER, wish(), confirmation_token=token)

    assert transactions(database) == before


def test_nobody_moves_money_without_being_verified(client: TestClient, hannah: Caller) -> None:
    assert Caller.in_session(client).error(TRANSFER, wish())["code"] == "verification_required"
    assert Caller.in_session(client, PETER).error(TRANSFER, wish())["code"] == "not_permitted"
    assert hannah.without_session().error(TRANSFER, wish())["code"] == "session_required"


def test_a_lost_card_is_blocked_with_the_order_and_ordered_once(client: TestClient, hannah: Caller) -> None:
    first = hannah.agrees(REPLACE, GOOD[REPLACE])
    other = Caller.in_session(client, HANNAH)
    again = other.agrees(REPLACE, GOOD[REPLACE] | {"reason": "Damaged"})

    assert (first["old_card_blocked"], again["old_card_blocked"]) == (True, True)
    assert again["replacement_id"] == first["replacement_id"]


def test_a_yes_to_a_new_card_is_none_to_news_of_the_first(client: TestClient, hannah: Caller) -> None:
    other = Caller.in_session(client, HANNAH)
    token = hannah.asked(REPLACE, GOOD[REPLACE])["confirmation_token"]
    first = other.agrees(REPLACE, GOOD[REPLACE])
    asked = hannah.asked(REPLACE, GOOD[REPLACE], confirmation_token=token)
    answered = hannah.result(REPLACE, GOOD[REPLACE], confirmation_token=asked["confirmation_token"])

    assert "already on its way" in asked["say"]
    assert answered["replacement_id"] == first["replacement_id"]


def test_an_incomplete_request_for_a_card_is_refused_by_field(hannah: Caller) -> None:
    error = hannah.error(REPLACE, {"card_type": "Gold"})

    assert (error["code"], set(error["fields"])) == ("invalid_arguments", {"reason", "delivery_address"})
