"""Verifying who is calling: phone number, date of birth and four digits must all match, or eight after many tries."""

import hmac
from typing import Final, Literal

from pydantic import Field
from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.customers import Customer, find_customer
from toolserver.scenarios.customer_service_retail.phone_numbers import PhoneNumber, require_complete
from toolserver.toolkit.context import SecondFact, ToolContext
from toolserver.toolkit.dates import PlainDate
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.sensitive import Sensitive

_OTHER: Final = {"credit_card": "social security number", "ssn": "credit card"}


class Credentials(Arguments):
    """What the caller says about themselves."""

    phone_number: Sensitive[PhoneNumber]
    last_4_digits: Sensitive[str] = Field(
        description="The last four digits of the caller's credit card or social security number, for example 1234.",
        pattern=r"^[0-9]{4}$",
    )
    last_4_digits_type: Literal["credit_card", "ssn"] = Field(
        description="Whether the four digits are from the credit card or from the social security number (SSN)."
    )
    date_of_birth: Sensitive[PlainDate] = Field(description="The caller's date of birth as YYYY-MM-DD.")
    other_last_4_digits: Sensitive[str | None] = Field(
        default=None,
        description="Leave it out at first. When the answer is second_fact_needed, ask the caller what its `say` asks: "
        "the last four digits of the other one, the SSN or the credit card.",
        pattern=r"^[0-9]{4}$",
    )

    @property
    def has_second_fact(self) -> bool:
        """Whether both kinds of digits were said."""
        return self.other_last_4_digits is not None


class Identity(Result):
    """Who was verified."""

    say: Sensitive[Say]
    success: Literal[True]
    customer_name: Sensitive[str]


@tool(
    "authenticate_user_information",
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
        ctx.verification.count_try(db, arguments.phone_number, _second_fact(arguments))
        customer = find_customer(db, arguments.phone_number)
        if customer is None or not _matches(customer, arguments):
            raise _failed()
        ctx.verification.bind(db, customer.id)
        first_name = customer.name.split()[0]
        return Identity(say=f"Thank you, {first_name}. You're verified.", success=True, customer_name=customer.name)

    return await ctx.write(compare)


def _second_fact(claimed: Credentials) -> SecondFact:
    name = f"the last four digits of your {_OTHER[claimed.last_4_digits_type]}"
    return SecondFact("other_last_4_digits", name, claimed.has_second_fact)


def _matches(customer: Customer, claimed: Credentials) -> bool:
    """Whatever was said must be right, asked for or not."""
    on_file = {"credit_card": customer.card_last_4, "ssn": customer.ssn_last_4}
    digits, other = on_file.pop(claimed.last_4_digits_type), on_file.popitem()[1]
    known = f"{digits} {customer.date_of_birth} {other if claimed.has_second_fact else None}"
    said = f"{claimed.last_4_digits} {claimed.date_of_birth} {claimed.other_last_4_digits}"
    return hmac.compare_digest(known.encode(), said.encode())


def _failed() -> ToolFailed:
    """The same sentence whichever part was wrong; the counted try is kept."""
    return ToolFailed(
        "verification_failed",
        say="I couldn't verify you with those details. Let's go through them once more.",
        message="the details do not match a customer",
        keep_writes=True,
    )
