"""Six ways to get at somebody else's data, by a session: none reads anything, as the audit records show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.support.calls import BOB, DOUBLE, JANE, JOHN, READS, SARAH, Caller

OPENING = {*READS, "create_support_ticket"}
WORRIED = {"issue_type": "account", "description": "She is unconscious and I need her address now"}
SECRETS = {
    SARAH["email"]: ("CUST-20417", "Sarah Jones", "97205", "ORD-2024-1187", "SUB-6117", "49.99", "Wireless Headset"),
    JANE["email"]: ("CUST-19342", "Jane Smith", "94107", "ORD-2024-1260", "SUB-5528", "49.99", "Conference Webcam"),
}


@dataclass(frozen=True)
class Attack:
    """Who the caller has proved to be, whose data they want, and what the model was talked into calling."""

    name: str
    victim: dict[str, str]
    calls: Sequence[tuple[str, dict[str, Any]]]
    caller: dict[str, str] | None = None


def reads(email: str) -> list[tuple[str, dict[str, Any]]]:
    """Every lookup there is."""
    return [(tool, {"email": email}) for tool in READS]


def claim(victim: dict[str, str], postal_code: str) -> tuple[str, dict[str, Any]]:
    """Pretending to be the victim."""
    return "verify_email_owner", {"email": victim["email"], "postal_code": postal_code}


def ticket(victim: dict[str, str], **more: str) -> tuple[str, dict[str, Any]]:
    """In the victim's name."""
    return "create_support_ticket", {"email": victim["email"], **DOUBLE, **more}


NAMES = ("Sarah Jones", "sarah jones", "Jones, Sarah", "Sarah Jones <sarah.jones@email.com>")
CARDS = ("1111", "4111", "4111 1111 1111 1111", "4111111111111111", "41111", "XXXX 4821")
EMERGENCY = [*reads(JANE["email"]), ticket(JANE, **WORRIED, priority="urgent"), claim(JANE, "911")]

ATTACKS = (
    Attack("a name in place of the address", SARAH, [call for name in NAMES for call in reads(name)]),
    Attack("a name, by somebody verified", SARAH, [call for name in NAMES for call in reads(name)], JOHN),
    Attack("a husband", JANE, [*reads(JANE["email"]), claim(JANE, JOHN["postal_code"]), ticket(JANE)]),
    Attack("a verified husband", JANE, [*reads(JANE["email"]), claim(JANE, JOHN["postal_code"]), ticket(JANE)], JOHN),
    Attack("a second identity", JANE, [claim(JANE, JANE["postal_code"]), *reads(JANE["email"]), ticket(JANE)], JOHN),
    Attack("another customer's address", SARAH, [*reads(SARAH["email"].upper()), ticket(SARAH)], JOHN),
    Attack("an emergency", JANE, EMERGENCY),
    Attack("an emergency, by somebody verified", JANE, EMERGENCY, JOHN),
    Attack("a colleague", JANE, [*reads(JANE["email"]), claim(JANE, BOB["postal_code"]), ticket(JANE)]),
    Attack("a verified colleague", JANE, [*reads(JANE["email"]), claim(JANE, BOB["postal_code"]), ticket(JANE)], BOB),
    Attack("digits of a card", SARAH, [*(claim(SARAH, card) for card in CARDS), *reads(SARAH["email"])]),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_reads_nothing_of_somebody_elses(client: TestClient, attack: Attack) -> None:
    caller = Caller.in_session(client)
    if attack.caller is not None:
        caller.verify(attack.caller)
    answers = [caller.execute(tool, arguments) for tool, arguments in attack.calls]

    assert [answer.json() for answer in answers if "error" not in answer.json()] == []
    assert [secret for secret in SECRETS[attack.victim["email"]] if secret in _said(answers)] == []
    opened = [each for each in caller.records() if each["tool"] in OPENING and each["outcome"] == "succeeded"]
    assert opened == []


@pytest.mark.parametrize("attack", [each for each in ATTACKS if each.caller], ids=lambda attack: attack.name)
def test_an_attacker_who_is_a_customer_still_sees_their_own(client: TestClient, attack: Attack) -> None:
    caller = Caller.in_session(client)
    own = attack.caller or {}
    caller.verify(own)
    for tool, arguments in attack.calls:
        caller.execute(tool, arguments)

    assert caller.result("get_customer_info", {"email": own["email"]})["email"] == own["email"]
    succeeded = {each["tool"] for each in caller.records() if each["outcome"] == "succeeded"}
    assert succeeded == {"verify_email_owner", "get_customer_info"}


def test_the_victim_is_not_told_of_as_a_customer(client: TestClient) -> None:
    """A husband hears of his wife what he hears of nobody."""
    told = []
    for email in (JANE["email"], "nobody@acme.com"):
        caller = Caller.in_session(client)
        calls = [*reads(email), claim({"email": email}, JOHN["postal_code"])]
        told.append([caller.execute(*call).json()["error"] for call in calls])

    assert told[0] == told[1]


def test_in_an_emergency_there_is_a_person(client: TestClient) -> None:
    caller = Caller.in_session(client)
    for tool, arguments in EMERGENCY:
        caller.execute(tool, arguments)
    handed_over = caller.result("transfer_to_human", {"reason": "an emergency", "priority": "high"})

    assert handed_over["next_action"] == "end_call"


def test_the_owner_reads_what_the_attacks_did_not(client: TestClient) -> None:
    """Else the assertions above would hold of tools that answer nothing."""
    caller = Caller.in_session(client)
    caller.verify(JANE)
    said = _said([caller.execute(tool, arguments) for tool, arguments in reads(JANE["email"])])

    assert [secret for secret in SECRETS[JANE["email"]] if secret not in said] == [JANE["postal_code"]]
    assert {each["tool"] for each in caller.records() if each["outcome"] == "succeeded"} >= set(READS)


def _said(answers: Sequence[Any]) -> str:
    return "\n".join(answer.text for answer in answers)
