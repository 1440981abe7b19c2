"""Whose e-mail address it is: the postal code on file proves it, in whatever spelling."""

from itertools import permutations

import pytest
from pydantic import ValidationError

from tests.unit.support.desks import BOB, EMAILS, JANE, JOHN, LUIS, SARAH, desk_of
from toolserver.errors import ToolFailed
from toolserver.scenarios.support.account import get_customer_info
from toolserver.scenarios.support.orders import get_order_history
from toolserver.scenarios.support.scenario import support
from toolserver.scenarios.support.seed_data import CUSTOMERS
from toolserver.scenarios.support.subscriptions import check_subscription_status
from toolserver.scenarios.support.tickets import create_support_ticket
from toolserver.scenarios.support.verification import comparable, verify_email_owner
from toolserver.testing import Desk
from toolserver.toolkit.declaration import Tool

TICKET = {"issue_type": "billing", "description": "charged twice"}
OTHERS = (get_customer_info, get_order_history, check_subscription_status, create_support_ticket)
CODES = {customer.id: customer.postal_code for customer in CUSTOMERS}


async def failure(desk: Desk, tool: Tool, arguments: dict[str, object]) -> ToolFailed:
    """The failure with which the tool ends."""
    with pytest.raises(ToolFailed) as failed:
        await desk.run(tool, arguments)
    return failed.value


@pytest.mark.parametrize("code", ["97205", " 97205 ", "97205-1234", "97205 1234", "972051234", "97-205"])
async def test_a_postal_code_is_right_in_any_spelling(code: str) -> None:
    desk = desk_of()
    await desk.run(verify_email_owner, {"email": "Sarah.Jones@Email.COM", "postal_code": code.strip()})

    assert desk.verification.bound == [SARAH]


@pytest.mark.parametrize("code", ["K1A 0B1", "k1a0b1", "K1A-0B1"])
async def test_a_postal_code_from_abroad_is_right_in_any_spelling(code: str) -> None:
    desk = desk_of()
    await desk.run(verify_email_owner, {"email": EMAILS[LUIS], "postal_code": code})

    assert desk.verification.bound == [LUIS]


@pytest.mark.parametrize("code", ["97206", "9720", "972", "197205", "9720500000", "97206-9720", "K1A 0B1"])
async def test_another_postal_code_is_wrong(code: str) -> None:
    desk = desk_of()

    failed = await failure(desk, verify_email_owner, {"email": EMAILS[SARAH], "postal_code": code})

    assert (failed.code, failed.keep_writes, desk.verification.bound) == ("verification_failed", True, [])


async def test_what_one_customer_knows_of_their_own_opens_no_other_account() -> None:
    desk = desk_of()
    claims = [{"email": EMAILS[owner], "postal_code": CODES[caller]} for caller, owner in permutations(EMAILS, 2)]
    failed = {(await failure(desk, verify_email_owner, dict(claim))).code for claim in claims}

    assert failed == {"verification_failed"}
    assert desk.verification.bound == []


def test_the_couple_and_the_colleagues_are_in_the_demo() -> None:
    names = {customer.id: customer.name.split()[-1] for customer in CUSTOMERS}

    assert names[JOHN] == names[JANE]
    assert EMAILS[JANE].partition("@")[2] == EMAILS[BOB].partition("@")[2]


async def test_an_unknown_address_fails_in_the_same_words() -> None:
    unknown = await failure(desk_of(), verify_email_owner, {"email": "nobody@email.com", "postal_code": "97205"})
    wrong = await failure(desk_of(), verify_email_owner, {"email": EMAILS[SARAH], "postal_code": "10001"})

    assert (unknown.code, unknown.say, unknown.message) == (wrong.code, wrong.say, wrong.message)


async def test_each_try_counts_against_the_address_in_one_spelling() -> None:
    desk = desk_of()
    for email in ("SARAH.JONES@email.com", "sarah.jones@EMAIL.com"):
        await failure(desk, verify_email_owner, {"email": email, "postal_code": "10001"})

    assert desk.verification.counted == [EMAILS[SARAH]] * 2


@pytest.mark.parametrize("tool", support.tools, ids=lambda tool: tool.name)
@pytest.mark.parametrize("email", ["Sarah Jones", "sarah.jones", "CUST-20417", "sarah@", "", "' OR 1=1 --"])
def test_what_is_no_address_is_refused_before_anything_is_looked_up(tool: Tool, email: str) -> None:
    with pytest.raises(ValidationError, match="email"):
        tool.arguments.model_validate({"email": email, "postal_code": "97205", **TICKET})


@pytest.mark.parametrize("tool", OTHERS, ids=lambda tool: tool.name)
@pytest.mark.parametrize("email", [EMAILS[JANE], "nobody@email.com"])
async def test_to_a_session_a_strangers_address_and_an_unknown_one_are_the_same(tool: Tool, email: str) -> None:
    arguments: dict[str, object] = {"email": email, **(TICKET if tool is create_support_ticket else {})}

    failed = await failure(desk_of(JOHN), tool, arguments)

    assert (failed.code, failed.say) == ("not_permitted", "I can only look at your own account.")


@pytest.mark.parametrize("tool", OTHERS, ids=lambda tool: tool.name)
async def test_a_service_is_told_that_an_address_is_unknown(tool: Tool) -> None:
    desk = desk_of()
    desk.session = None
    arguments: dict[str, object] = {"email": "nobody@email.com", **(TICKET if tool is create_support_ticket else {})}

    assert (await failure(desk, tool, arguments)).code == "not_found"


@pytest.mark.parametrize("code", ["12345", "12345-6789", "123456789", "123 45"])
def test_a_zip_code_is_its_first_five_digits(code: str) -> None:
    assert comparable(code) == "12345"
