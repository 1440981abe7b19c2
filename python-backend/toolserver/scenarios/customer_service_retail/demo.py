"""Whom one can be in the demo shop, and what one might say."""

from typing import Final

import phonenumbers

from toolserver.scenarios.customer_service_retail.customers import Customer
from toolserver.scenarios.customer_service_retail.seed import redate_retail, seed_retail
from toolserver.scenarios.customer_service_retail.seed_data import CUSTOMERS
from toolserver.toolkit.scenario import Demo, DemoPerson

_ABOUT = {
    "CUS-0001": "Bought a snowboard and a helmet last week; has two older orders.",
    "CUS-0002": "Bought a snowboard four months ago: too late to change one's mind, not too late for a defect.",
    "CUS-0003": "Waits for a jacket, and has already returned boots.",
    "CUS-0004": "Returns things often, and wants to return a jacket.",
    "CUS-0005": "Has no orders yet.",
}

_SAY: Final = (
    "I want to return my snowboard.",
    "The base delaminated and the edge came off in normal use after about three runs.",
    "It's defective, there's a big crack.",
    "It's unused and still in its original packaging.",
    "What's on sale on boots?",
    "I want to talk to a person.",
)


def _person(customer: Customer) -> DemoPerson:
    born = customer.date_of_birth
    return DemoPerson(
        name=customer.name,
        about=_ABOUT[customer.id],
        facts={
            "Phone": _national(customer.phone),
            "Date of birth": f"{born:%B} {born.day}, {born.year}",
            "Last four of the card": customer.card_last_4,
            "Last four of the SSN": customer.ssn_last_4,
        },
    )


def _national(phone: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.NATIONAL)


demo: Final = Demo(seed=seed_retail, redate=redate_retail, people=tuple(map(_person, CUSTOMERS)), say=_SAY)
