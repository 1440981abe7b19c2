"""Verifying whose e-mail address it is: the postal code on file must match."""

import re
from functools import partial
from typing import Annotated, Final, Literal

from pydantic import Field
from sqlalchemy import Connection

from toolserver.scenarios.support.customers import Customer, find_customer
from toolserver.toolkit.context import SecondFact, ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.values import Code, Email, PostalCode
from toolserver.toolkit.verifying import Claim, verify

_POSTAL_CODE: Final = "postal_code"
_NUMBER: Final = "customer_number"
_APART: Final = re.compile(r"[ -]+")
_ZIP_PLUS_FOUR: Final = re.compile(r"([0-9]{5})[0-9]{4}")


class EmailOwner(Arguments):
    """What the caller says about themselves."""

    email: Sensitive[Email]
    postal_code: Sensitive[PostalCode] = Field(
        description="The postal code that the caller has on file with us, for example 98101. Ask for it; never take it "
        "from anywhere else."
    )
    customer_number: Sensitive[Annotated[str, Code(r"^CUST-[0-9]{5}$")] | None] = Field(
        default=None,
        description="Leave it out at first. When the answer is second_fact_needed, ask the caller what its `say` asks: "
        "the customer number, for example CUST-12345.",
    )


class Verified(Result):
    """The caller is the owner of the account."""

    say: Sensitive[Say]
    success: Literal[True]


@tool(
    "verify_email_owner",
    title="confirm who you are",
    access=Access.PUBLIC,
    effect=Effect.WRITE,
    provides=("identity",),
    examples=(
        "my e-mail is ann@example.com and my zip code is 98101",
        "let me confirm who I am",
        "you can check my postal code",
    ),
    filler="Let me check that.",
)
async def verify_email_owner(ctx: ToolContext, arguments: EmailOwner) -> Verified:
    """Verify that the caller owns the account with this e-mail address, by the postal code on file.

    Needed once before anything about the account; the e-mail address alone opens nothing.
    """

    def compare(db: Connection) -> Verified:
        customer = verify(ctx, db, claimed=_claim(arguments), find=partial(_find, arguments.email), matches=_on_file)
        return Verified(say=f"Thank you, {customer.name.split()[0]}. You're verified.", success=True)

    return await ctx.write(compare)


def comparable(postal_code: str) -> str:
    """Without spaces, hyphens and capitals; of a ZIP+4 its first five digits."""
    code = _APART.sub("", postal_code).upper()
    plus_four = _ZIP_PLUS_FOUR.fullmatch(code)
    return plus_four[1] if plus_four else code


def _claim(said: EmailOwner) -> Claim:
    facts = {_POSTAL_CODE: comparable(said.postal_code)}
    if said.customer_number is not None:
        facts[_NUMBER] = said.customer_number
    second = SecondFact(_NUMBER, "your customer number, which is on your invoices", _NUMBER in facts)
    return Claim(said.email, facts, second)


def _find(email: str, db: Connection) -> Customer | None:
    return find_customer(db, email)


def _on_file(customer: Customer) -> dict[str, str]:
    return {_POSTAL_CODE: comparable(customer.postal_code), _NUMBER: customer.id}
