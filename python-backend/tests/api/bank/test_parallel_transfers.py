"""Transfers that are made at once leave every rule of the bank true, on either database."""

import os
import random
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from tests.api.bank.calls import CHECKING, ELSEWHERE, GOOD, REPLACE, SAVINGS, TRANSFER, Caller, faults, wish
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import find_account, pending_cents
from toolserver.scenarios.bank.business_day import bounds_of_day
from toolserver.scenarios.bank.ledger import sent_cents
from toolserver.scenarios.bank.seed_data import CUSTOMERS, HANNAH, LENA, PETER, SeedCustomer
from toolserver.scenarios.bank.transfer_rules import DAILY_LIMIT_CENTS, LIMITED
from toolserver.storage.database import Database

SEED = int(os.environ.get("FUZZ_SEED", secrets.randbelow(1_000_000)))
TRANSFERS, AT_ONCE = 200, 16
NUMBERS = [account.number for one in CUSTOMERS for account in one.accounts]
EXPECTED = {"done", "insufficient_funds", "daily_limit_exceeded", "account_frozen", "same_account", "unknown_account"}


@pytest.fixture(autouse=True)
def seed() -> None:
    """A failure shows with which numbers it can be repeated."""
    print(f"FUZZ_SEED={SEED}")  # noqa: T201 - pytest shows it with a failure


def made_up(chance: random.Random, one: SeedCustomer, index: int) -> dict[str, Any]:
    """A transfer of this customer's, mostly one that can be made; no two are of the same amount."""
    way = chance.choice(["internal", "internal", "internal", "external", "wire"])
    target = chance.choice(NUMBERS if way == "internal" or chance.random() < 0.1 else [ELSEWHERE, "123456", "7" * 17])
    cents = TRANSFERS * chance.choice([0, chance.randrange(150), chance.randrange(2_000)]) + index + 1
    return wish(chance.choice(one.accounts).number, target, f"{cents // 100}.{cents % 100:02}", way)


def outcome(caller: Caller, arguments: dict[str, Any]) -> str:
    """What becomes of a transfer that the caller agrees to; a question that has changed is agreed to again."""
    token: str | None = None
    while True:
        answer = caller.execute(TRANSFER, arguments, confirmation_token=token).json()
        if "result" in answer:
            return "done"
        if answer["error"]["code"] != "confirmation_required":
            return str(answer["error"]["code"])
        token = answer["error"]["confirmation_token"]


def count(database: Database, kinds: tuple[str, ...]) -> int:
    with database.engine.connect() as db:
        made = tables.transactions
        return db.execute(select(func.count()).select_from(made).where(made.c.kind.in_(kinds))).scalar_one()


def broken_rules(database: Database) -> list[str]:
    """Accounts that are overdrawn by what is pending too, and customers who sent more than one may in a day."""
    today = bounds_of_day(datetime.now(UTC))
    broken = []
    with database.engine.connect() as db:
        for number in NUMBERS:
            account = find_account(db, number)
            if account is None or account.balance_cents < pending_cents(db, account):
                broken.append(number)
        for one in CUSTOMERS:
            if sent_cents(db, one.customer.id, today, LIMITED) > DAILY_LIMIT_CENTS:
                broken.append(one.customer.id)
    return broken


def test_random_transfers_at_once_leave_the_ledger_sound(client: TestClient, database: Database) -> None:
    chance = random.Random(SEED)
    sessions = {one: [Caller.in_session(client, one) for _ in range(10)] for one in CUSTOMERS}
    whose = [chance.choice(CUSTOMERS) for _ in range(TRANSFERS)]
    plan = [(sessions[one][index % 10], made_up(chance, one, index)) for index, one in enumerate(whose)]
    before = count(database, ("own", "internal", "external", "wire"))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = Counter(threads.map(lambda each: outcome(*each), plan))

    assert set(outcomes) <= EXPECTED, outcomes
    assert outcomes["done"] >= TRANSFERS / 5, outcomes
    assert count(database, ("own", "internal", "external", "wire")) == before + outcomes["done"]
    assert (faults(database), broken_rules(database)) == ([], [])


def test_of_what_covers_one_transfer_only_one_is_made(client: TestClient, database: Database) -> None:
    callers = [Caller.in_session(client, HANNAH) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(lambda caller: outcome(caller, wish(amount="1000")), callers))

    assert outcomes == {"done": 1, "insufficient_funds": 7}
    assert faults(database) == []


def test_the_days_limit_is_one_for_both_accounts(client: TestClient, database: Database) -> None:
    callers = [Caller.in_session(client, LENA) for _ in range(8)]
    ways = [(LENA.accounts[0].number, CHECKING), (LENA.accounts[1].number, PETER.accounts[0].number)]
    plan = [(caller, wish(*ways[turn % 2], "150")) for turn, caller in enumerate(callers)]  # they share no account
    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(lambda each: outcome(*each), plan))

    assert outcomes == {"done": 1, "daily_limit_exceeded": 7}
    assert broken_rules(database) == []


def test_transfers_in_both_directions_do_not_wait_for_each_other(client: TestClient, database: Database) -> None:
    there, back = CHECKING, PETER.accounts[0].number
    pairs = [(HANNAH, wish(there, back, "1.01")), (PETER, wish(back, there, "1.02"))] * 8
    plan = [(Caller.in_session(client, one), arguments) for one, arguments in pairs]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = Counter(threads.map(lambda each: outcome(*each), plan))

    assert outcomes == {"done": 16}
    assert faults(database) == []


def test_the_same_call_at_once_moves_the_money_once(client: TestClient, database: Database) -> None:
    caller = Caller.in_session(client, HANNAH)
    call = {"confirmation_token": caller.asked(TRANSFER, wish())["confirmation_token"], "call_id": "the-yes"}
    before = count(database, ("own",))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: caller.execute(TRANSFER, wish(), **call).json(), range(8)))

    assert count(database, ("own",)) == before + 1
    assert {answer["error"]["code"] for answer in answers if "error" in answer} <= {"call_in_progress"}
    assert caller.balance(SAVINGS) == "7710.00"


def test_a_card_that_is_reported_from_everywhere_is_replaced_once(client: TestClient, database: Database) -> None:
    callers = [Caller.in_session(client, HANNAH) for _ in range(6)]

    def replaced(caller: Caller) -> str:
        token: str | None = None
        while True:
            answer = caller.execute(REPLACE, GOOD[REPLACE], confirmation_token=token).json()
            if "result" in answer:
                return str(answer["result"]["replacement_id"])
            token = answer["error"]["confirmation_token"]

    with ThreadPoolExecutor(6) as threads:
        numbers = set(threads.map(replaced, callers))

    assert len(numbers) == 1
