"""Whom one can be at the demo bank, and what one might say."""

from typing import Final

import phonenumbers

from toolserver.scenarios.bank.seed import redate_bank, seed_bank
from toolserver.scenarios.bank.seed_data import CUSTOMERS, SeedCustomer
from toolserver.toolkit.scenario import Demo, DemoPerson

_SAY: Final = (
    "What's the balance of my checking account?",
    "What were my last transactions?",
    "I want to move two hundred dollars from checking to savings.",
    "Please send fifty dollars to an account at another bank.",
    "I lost my Gold card and need a new one.",
    "I want to talk to a person.",
)


def _person(one: SeedCustomer) -> DemoPerson:
    checking, savings = one.accounts
    phone = phonenumbers.parse(one.customer.phone)
    return DemoPerson(
        name=one.customer.name,
        about=one.about,
        facts={
            "Checking account": checking.number,
            "Savings account": savings.number,
            "Last four of the SSN": one.customer.ssn_last_four,
            "Phone": phonenumbers.format_number(phone, phonenumbers.PhoneNumberFormat.NATIONAL),
            "Address": one.customer.address,
        },
    )


demo: Final = Demo(seed=seed_bank, redate=redate_bank, people=tuple(map(_person, CUSTOMERS)), say=_SAY)
