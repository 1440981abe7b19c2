"""Verifying who is calling: phone number, date of birth and four digits must all match, or eight after many tries."""

from functools import partial
from typing import Annotated, Final, Literal

from pydantic import Field
from sqlalchemy import Connection

from toolserver.scenarios.customer_service_retail.customers import Customer, find_customer
from toolserver.toolkit.context import SecondFact, ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.phone_numbers import require_complete
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.values import Day, Digits, PhoneNumber
from toolserver.toolkit.verifying import Claim, verify

_OTHER: Final = {"credit_card": "ssn", "ssn": "credit_card"}
_NAMES: Final = {"credit_card": "credit card", "ssn": "social security number"}


class Credentials(Arguments):
    """What the caller says about themselves."""

    phone_number: Sensitive[PhoneNumber]
    last_4_digits: Sensitive[Annotated[str, Digits(4)]] = Field(
        description="The last four digits of the caller's credit card or social security number, for example 1234."
    )
    last_4_digits_type: Literal["credit_card", "ssn"] = Field(
        description="Whether the four digits are from the credit card or from the social security number (SSN)."
    )
    date_of_birth: Sensitive[Day] = Field(description="The caller's date of birth as YYYY-MM-DD.")
    other_last_4_digits: Sensitive[Annotated[str, Digits(4)] | None] = Field(
        default=None,
        description="Leave it out at first. When the answer is second_fact_needed, ask the caller what its `say` asks: "
        "the last four digits of the other one, the SSN or the credit card.",
    )


class Identity(Result):
    """Who was verified."""

    say: Sensitive[Say]
    success: Literal[True]
    customer_name: Sensitive[str]


@tool(
    "authenticate_user_information",
    title="prove who you are",
    access=Access.PUBLIC,
    effect=Effect.WRITE,
    provides=("identity",),
    examples=("let me verify who I am", "my phone number is 206 135 1246", "here are my date of birth and last four"),
    filler="Let me check that.",
)
async def authenticate_user_information(ctx: ToolContext, arguments: Credentials) -> Identity:
    """Verify who the caller is.

    Compares the phone number, the date of birth and the last four digits of a card or SSN with the account; needed
    once before anything about it. Read every digit back to the caller before calling.
    """

    def compare(db: Connection) -> Identity:
        require_complete(arguments.phone_number)
        customer = verify(ctx, db, claimed=_claim(arguments), find=partial(_find, arguments), matches=_on_file)
        first_name = customer.name.split()[0]
        return Identity(say=f"Thank you, {first_name}. You're verified.", success=True, customer_name=customer.name)

    return await ctx.write(compare)


def _claim(said: Credentials) -> Claim:
    facts = {said.last_4_digits_type: said.last_4_digits, "date_of_birth": said.date_of_birth.isoformat()}
    other = _OTHER[said.last_4_digits_type]
    if said.other_last_4_digits is not None:
        facts[other] = said.other_last_4_digits
    second = SecondFact("other_last_4_digits", f"the last four digits of your {_NAMES[other]}", other in facts)
    return Claim(said.phone_number, facts, second)


def _find(said: Credentials, db: Connection) -> Customer | None:
    return find_customer(db, said.phone_number)


def _on_file(customer: Customer) -> dict[str, str]:
    return {
        "credit_card": customer.card_last_4,
        "ssn": customer.ssn_last_4,
        "date_of_birth": customer.date_of_birth.isoformat(),
    }
