"""Verifying who is calling: any two of account number, last four of the SSN and phone number, all right."""

from functools import partial
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.bank.accounts import ACCOUNT_NUMBER, Account, accounts_of
from toolserver.scenarios.bank.customers import Customer, find_by_account, find_by_phone
from toolserver.scenarios.bank.spoken import ending
from toolserver.toolkit.context import SecondFact, ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.phone_numbers import require_complete
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_list
from toolserver.toolkit.values import Code, Digits, PhoneNumber
from toolserver.toolkit.verifying import Claim, verify

Method = Literal["account_number", "ssn", "phone"]
_NAMES: Final[dict[str, str]] = {
    "account_number": "your account number",
    "ssn": "the last four digits of your social security number",
    "phone": "the phone number that we have on file",
}
_ARGUMENTS: Final = {"account_number": "account_number", "ssn": "ssn_last_four", "phone": "phone_number"}


class Credentials(Arguments):
    """What the caller says about themselves."""

    verification_method: Method = Field(
        description="Whether the caller can be verified by account number or social security number or phone number. "
        "That fact is needed, and a second one of the others."
    )
    account_number: Sensitive[Annotated[str, Code(ACCOUNT_NUMBER)] | None] = Field(
        default=None, description="The number of one of the caller's accounts: digits only, usually ten."
    )
    ssn_last_four: Sensitive[Annotated[str, Digits(4)] | None] = Field(
        default=None, description="The last four digits of the caller's social security number (SSN), for example 1234."
    )
    phone_number: Sensitive[PhoneNumber | None] = Field(
        default=None, description="The phone number that the bank has for the caller, for example (212) 555-0114."
    )


class OwnAccount(BaseModel):
    """One account of the caller's."""

    model_config = ConfigDict(frozen=True)

    account_number: Annotated[str, Code(ACCOUNT_NUMBER)]
    type: Literal["checking", "savings"]


class VerifiedCustomer(Result):
    """Who was verified, and which accounts they have."""

    say: Sensitive[Say]
    verified: Literal[True]
    customer_name: Sensitive[str]
    accounts: Sensitive[tuple[OwnAccount, ...]]


@tool(
    "verify_customer_identity",
    access=Access.PUBLIC,
    effect=Effect.WRITE,
    provides=("identity",),
    title="verify who you are",
    examples=(
        "my account number is 4021873365",
        "the last four of my social are 6042",
        "you can verify me by my phone number",
    ),
    filler="Let me check that.",
)
async def verify_customer_identity(ctx: ToolContext, arguments: Credentials) -> VerifiedCustomer:
    """Verify who the caller is.

    Needed once before anything about accounts or cards. Two facts must match: the account number and the last four of
    the SSN or the phone number, or the phone number and the last four of the SSN. Read the digits back to the caller
    before calling.
    """

    def compare(db: Connection) -> VerifiedCustomer:
        said = _said(arguments)
        _require_two(arguments.verification_method, said)
        if "phone" in said:
            require_complete(said["phone"])
        customer = verify(ctx, db, claimed=_claim(said), find=partial(_find, said), matches=_on_file)
        return _answer(customer, accounts_of(db, customer.id))

    return await ctx.write(compare)


def _said(arguments: Credentials) -> dict[str, str]:
    given = {
        "account_number": arguments.account_number,
        "ssn": arguments.ssn_last_four,
        "phone": arguments.phone_number,
    }
    return {name: value for name, value in given.items() if value is not None}


def _require_two(method: Method, said: dict[str, str]) -> None:
    """Raises ToolFailed('fact_missing'), before anything is looked up or counted."""
    if method not in said:
        raise _missing(f"Could you tell me {_NAMES[method]}?", [method])
    if len(said) < 2:
        others = [name for name in _NAMES if name != method]
        raise _missing(f"Please also tell me {' or '.join(_NAMES[name] for name in others)}.", others)


def _missing(say: str, names: list[str]) -> ToolFailed:
    wanted = " or ".join(_ARGUMENTS[name] for name in names)
    return ToolFailed("fact_missing", say=say, message=f"ask the caller, then call again with {wanted} as well")


def _claim(said: dict[str, str]) -> Claim:
    """They are found by the account number, else by the phone number; what else they said must be right."""
    found_by = "account_number" if "account_number" in said else "phone"
    facts = {name: value for name, value in said.items() if name != found_by}
    third = next((name for name in _NAMES if name not in said), "phone")
    return Claim(said[found_by], facts, SecondFact(_ARGUMENTS[third], _NAMES[third], len(said) == len(_NAMES)))


def _find(said: dict[str, str], db: Connection) -> Customer | None:
    if "account_number" in said:
        return find_by_account(db, said["account_number"])
    return find_by_phone(db, said["phone"])


def _on_file(customer: Customer) -> dict[str, str]:
    return {"ssn": customer.ssn_last_four, "phone": customer.phone}


def _answer(customer: Customer, accounts: tuple[Account, ...]) -> VerifiedCustomer:
    names = spoken_list([f"a {account.type} account {ending(account.number)}" for account in accounts])
    return VerifiedCustomer(
        say=f"Thank you, {customer.name.split()[0]}, you're verified. You have {names}.",
        verified=True,
        customer_name=customer.name,
        accounts=tuple(
            OwnAccount.model_validate({"account_number": account.number, "type": account.type}) for account in accounts
        ),
    )
