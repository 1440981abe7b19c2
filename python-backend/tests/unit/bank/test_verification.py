"""Two facts of three, all of them right; a missing one is asked for and is no try."""

from itertools import permutations
from typing import Any

import pytest

from tests.unit.bank.desk import HANNAH, PETER, Bank, checking, savings

VERIFY = "verify_customer_identity"
ARGUMENTS = {"account_number": "account_number", "ssn": "ssn_last_four", "phone": "phone_number"}
HANNAHS = {"account_number": checking(HANNAH), "ssn": "6042", "phone": "(212) 555-0114"}
FAILED = "I couldn't verify you with those details. Let's go through them once more."


def said(method: str, *names: str, **changed: str) -> dict[str, Any]:
    """What Hannah says, but for what is changed."""
    facts = HANNAHS | changed
    return {"verification_method": method, **{ARGUMENTS[name]: facts[name] for name in names}}


@pytest.mark.parametrize("names", [*permutations(HANNAHS, 2), *permutations(HANNAHS, 3)])
async def test_two_facts_or_three_verify_whichever_comes_first(names: tuple[str, ...]) -> None:
    desk = Bank()
    who = await desk.does(VERIFY, said(names[0], *names))

    assert (who.verified, who.customer_name, desk.verification.bound) == (True, "Hannah Doyle", ["BNK-0001"])
    assert [(each.account_number, each.type) for each in who.accounts] == [
        (checking(HANNAH), "checking"),
        (savings(HANNAH), "savings"),
    ]


async def test_the_savings_accounts_number_is_as_good() -> None:
    who = await Bank().does(VERIFY, said("account_number", "account_number", "ssn", account_number=savings(HANNAH)))

    assert who.customer_name == "Hannah Doyle"


WRONG = {"account_number": checking(PETER), "ssn": "6043", "phone": "(516) 555-0129"}


@pytest.mark.parametrize("names", [*permutations(HANNAHS, 2), *permutations(HANNAHS, 3)])
@pytest.mark.parametrize("unknown", [WRONG, {"account_number": "5550000000", "ssn": "0000", "phone": "(212) 555-0100"}])
async def test_any_wrong_fact_fails_with_the_same_words(names: tuple[str, ...], unknown: dict[str, str]) -> None:
    for wrong in names:
        desk = Bank()
        failed = await desk.fails(VERIFY, said(names[0], *names, **{wrong: unknown[wrong]}))

        assert (failed.code, failed.say, failed.keep_writes) == ("verification_failed", FAILED, True)
        assert (len(desk.verification.counted), desk.verification.bound) == (1, [])


@pytest.mark.parametrize("method", list(HANNAHS))
async def test_what_the_method_names_is_asked_for(method: str) -> None:
    desk = Bank()
    others = [name for name in HANNAHS if name != method]
    failed = await desk.fails(VERIFY, said(method, *others))

    assert (failed.code, desk.verification.counted) == ("fact_missing", [])
    assert ARGUMENTS[method] in failed.message
    assert failed.say.startswith("Could you tell me")


@pytest.mark.parametrize("method", list(HANNAHS))
async def test_a_second_fact_is_asked_for(method: str) -> None:
    desk = Bank()
    failed = await desk.fails(VERIFY, said(method, method))

    assert (failed.code, desk.verification.counted) == ("fact_missing", [])
    assert all(argument in failed.message for name, argument in ARGUMENTS.items() if name != method)
    assert failed.say.startswith("Please also tell me")


async def test_what_is_no_phone_number_is_asked_for_again_and_is_no_try() -> None:
    desk = Bank()
    failed = await desk.fails(VERIFY, said("ssn", "ssn", "phone", phone="12"))

    assert (failed.code, desk.verification.counted) == ("phone_number_incomplete", [])
