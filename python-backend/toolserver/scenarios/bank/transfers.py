"""Sending money, once the caller has agreed to the amount, the accounts and the way."""

from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import Connection

from toolserver.scenarios.bank.accounts import ACCOUNT_NUMBER
from toolserver.scenarios.bank.ledger import Kind, Movement, move
from toolserver.scenarios.bank.spoken import ending
from toolserver.scenarios.bank.transfer_rules import Transfer, TransferType, Wish, locked_transfer
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.money import minor_units, usd
from toolserver.toolkit.questions import Question
from toolserver.toolkit.sensitive import Sensitive
from toolserver.toolkit.spoken import spoken_usd
from toolserver.toolkit.values import Amount, Code, Currency, UsdAmount

_WAYS: Final = {
    Kind.OWN: "as an internal transfer",
    Kind.INTERNAL: "as an internal transfer",
    Kind.EXTERNAL: "as an external transfer",
    Kind.WIRE: "by wire",
}
_BOOKED_AS: Final = {
    Kind.INTERNAL: "Transfer to account",
    Kind.EXTERNAL: "External transfer to account",
    Kind.WIRE: "Wire transfer to account",
}


class TransferRequest(Arguments):
    """From where to where, how much, in which way."""

    from_account: Sensitive[Annotated[str, Code(ACCOUNT_NUMBER)]] = Field(
        description="The number of the caller's account that the money leaves, digits only."
    )
    to_account: Sensitive[Annotated[str, Code(ACCOUNT_NUMBER)]] = Field(
        description="The number of the account that the money goes to, digits only."
    )
    amount: Sensitive[Amount]
    transfer_type: TransferType = Field(
        description="internal: to an account at this bank, the caller's own or somebody else's. "
        "external: to an account at another bank. wire: to another bank by wire."
    )


class TransferMade(Result):
    """The transaction's number, and what is left on the account that the money came from."""

    say: Sensitive[Say]
    transaction_id: str
    new_balance: Sensitive[UsdAmount]
    currency: Currency


def ask_before_transfer(db: Connection, ctx: ToolContext, arguments: TransferRequest) -> Question:
    """The amount, both accounts and the way, and whether to send it."""
    transfer = locked_transfer(ctx, db, _wish(arguments))
    return Question(
        say=f"You want to send {spoken_usd(transfer.amount_cents)} from your {transfer.source.spoken} "
        f"to {_spoken_target(transfer)}, {_WAYS[transfer.kind]}. Shall I?",
        facts={
            "customer": transfer.customer_id,
            "from": [transfer.source.id, transfer.source.number],
            "to": [transfer.target.id, transfer.to_number],
            "amount_cents": transfer.amount_cents,
            "kind": transfer.kind,
        },
    )


@tool(
    "transfer_funds",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    confirm=ask_before_transfer,
    title="transfer money",
    examples=(
        "move 200 dollars from my checking to my savings",
        "I want to send money to another bank",
        "wire 50 dollars to my landlord",
    ),
    filler="Let me prepare that transfer.",
)
async def transfer_funds(ctx: ToolContext, arguments: TransferRequest) -> TransferMade:
    """Transfer money from one of the caller's accounts to another account."""

    def send(db: Connection) -> TransferMade:
        transfer = locked_transfer(ctx, db, _wish(arguments))
        transaction_id = move(db, _movement(ctx, transfer))
        return _answer(transfer, transaction_id)

    return await ctx.write(send)


def _wish(arguments: TransferRequest) -> Wish:
    amount_cents = minor_units(arguments.amount)
    return Wish(arguments.from_account, arguments.to_account, amount_cents, arguments.transfer_type)


def _movement(ctx: ToolContext, transfer: Transfer) -> Movement:
    source, target = transfer.source, transfer.target
    descriptions = (f"{_BOOKED_AS.get(transfer.kind)} ending in {transfer.to_number[-4:]}", "Transfer received")
    if transfer.kind is Kind.OWN:
        descriptions = (f"Transfer to {target.type}", f"Transfer from {source.type}")
    sender = transfer.customer_id
    return Movement(transfer.kind, source, target, transfer.amount_cents, descriptions, ctx.clock(), sender)


def _answer(transfer: Transfer, transaction_id: str) -> TransferMade:
    left = transfer.source.balance_cents - transfer.amount_cents
    has_arrived = transfer.kind in (Kind.OWN, Kind.INTERNAL)
    state = "has been transferred" if has_arrived else "is on its way"
    return TransferMade(
        say=f"{spoken_usd(transfer.amount_cents)} {state} to {_spoken_target(transfer)}. "
        f"Your {transfer.source.type} account now has {spoken_usd(left)}.",
        transaction_id=transaction_id,
        new_balance=usd(left),
        currency="USD",
    )


def _spoken_target(transfer: Transfer) -> str:
    if transfer.kind is Kind.OWN:
        return f"your {transfer.target.spoken}"
    where = "" if transfer.kind is Kind.INTERNAL else " at another bank"
    return f"the account {ending(transfer.to_number)}{where}"
