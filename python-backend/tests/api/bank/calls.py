"""Callers of the bank's tools over HTTP."""

from dataclasses import dataclass, replace
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from sqlalchemy import select

from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import OWN_ACCOUNTS
from toolserver.scenarios.bank.ledger import discrepancies
from toolserver.scenarios.bank.scenario import bank
from toolserver.scenarios.bank.seed_data import HANNAH, SeedCustomer
from toolserver.storage.database import Database
from toolserver.toolkit.ids import new_id

VERIFY, TRANSFER, REPLACE = "verify_customer_identity", "transfer_funds", "process_replacement"
ELSEWHERE = "99887766554"
CHECKING, SAVINGS = (account.number for account in HANNAH.accounts)


def wish(source: str = CHECKING, target: str = SAVINGS, amount: str = "10", way: str = "internal") -> dict[str, Any]:
    """The arguments of a transfer."""
    return {"from_account": source, "to_account": target, "amount": amount, "transfer_type": way}


def credentials(one: SeedCustomer) -> dict[str, Any]:
    """What a customer says to be verified."""
    number, last_four = one.accounts[0].number, one.customer.ssn_last_four
    return {"verification_method": "account_number", "account_number": number, "ssn_last_four": last_four}


GOOD: dict[str, dict[str, Any]] = {
    VERIFY: credentials(HANNAH),
    "get_balance": {"account_number": CHECKING},
    "get_transaction_history": {"account_number": CHECKING},
    TRANSFER: wish(),
    REPLACE: {"card_type": "Gold", "reason": "Lost", "delivery_address": "123 Main St, Anytown"},
}


@dataclass(frozen=True)
class Caller:
    """Somebody who executes tools: a service, or with a token a session."""

    client: TestClient
    token: str | None = None

    @classmethod
    def in_session(cls, client: TestClient, one: SeedCustomer | None = None) -> "Caller":
        """A new session that was granted all of the bank's tools, and has verified this customer."""
        agents = [{"name": "bankAgent", "tools": [tool.name for tool in bank.tools]}]
        opened = client.post("/sessions", json={"scenario": "bank", "agents": agents})
        caller = cls(client, opened.json()["token"])
        if one is not None:
            caller.result(VERIFY, credentials(one))
        return caller

    def execute(self, tool: str, arguments: dict[str, Any], **more: Any) -> httpx2.Response:
        """POST /execute-tool; each call has an id of its own, unless one is given."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"tool_name": tool, "arguments": arguments, "call_id": new_id("call"), **more}
        return self.client.post("/execute-tool", json=body, headers=headers)

    def result(self, tool: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The result of a call that succeeds."""
        answered = self.execute(tool, arguments, **more).json()
        assert "result" in answered, answered
        return dict(answered["result"])

    def error(self, tool: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The error of a call that does not."""
        answered = self.execute(tool, arguments, **more).json()
        assert "error" in answered, answered
        return dict(answered["error"])

    def asked(self, tool: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The question that a call ends in."""
        error = self.error(tool, arguments, **more)
        assert error["code"] == "confirmation_required", error
        return error

    def agrees(self, tool: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The result, once the question was answered with yes."""
        token = self.asked(tool, arguments)["confirmation_token"]
        return self.result(tool, arguments, confirmation_token=token, **more)

    def balance(self, number: str) -> str:
        """The booked balance of an account."""
        return str(self.result("get_balance", {"account_number": number})["balance"])

    def without_session(self) -> "Caller":
        """A developer with curl."""
        return replace(self, token=None)


def faults(database: Database) -> list[str]:
    """What does not add up in the bank's ledger."""
    with database.engine.connect() as db:
        overdrawn = select(tables.accounts.c.number).where(
            tables.accounts.c.balance_cents < 0, tables.accounts.c.number.not_in(OWN_ACCOUNTS)
        )
        return [*discrepancies(db), *db.execute(overdrawn).scalars()]
