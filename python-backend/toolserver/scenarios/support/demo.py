"""Whom one can be at TechCo, and what one might say."""

from typing import Final

from toolserver.scenarios.support.customers import Customer
from toolserver.scenarios.support.seed import redate_support, seed_support
from toolserver.scenarios.support.seed_data import BOB, CUSTOMERS, DOE, JANE, JOHN, LUIS, MARY, SARAH
from toolserver.toolkit.scenario import Demo, DemoPerson

_ABOUT: Final = {
    SARAH: "Was charged twice for the Premium plan on one day.",
    JOHN: "Waits for a travel router that was shipped eight days ago; has no subscription.",
    JANE: "Has the Pro plan and an order that isn't shipped yet. Her husband John cannot ask about it.",
    MARY: "Has the Basic plan, and a keyboard that is late.",
    DOE: "Tries the Pro plan; everything he ordered has arrived.",
    BOB: "Works with Jane; the last payment for his Pro plan is overdue.",
    LUIS: "Has cancelled his plan and his only order.",
}

_SAY: Final = (
    "I was charged twice for my subscription.",
    "My order hasn't arrived yet.",
    "Which plan am I on?",
    "Please open a ticket for that.",
    "Can you tell me about my wife's account?",
    "I want to talk to a person.",
)


def _person(customer: Customer) -> DemoPerson:
    facts = {"E-mail": customer.email, "Postal code": customer.postal_code, "Customer number": customer.id}
    return DemoPerson(name=customer.name, about=_ABOUT[customer.id], facts=facts)


demo: Final = Demo(seed=seed_support, redate=redate_support, people=tuple(map(_person, CUSTOMERS)), say=_SAY)
