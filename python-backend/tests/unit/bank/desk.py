"""The demo bank in memory, and what is said at its desk."""

from typing import Any

import pytest
from sqlalchemy import select

from toolserver.errors import ToolFailed
from toolserver.scenarios.bank import tables
from toolserver.scenarios.bank.accounts import Account, find_account
from toolserver.scenarios.bank.scenario import bank
from toolserver.scenarios.bank.seed_data import CUSTOMERS, HANNAH, INES, LENA, MARCUS, PETER, VICTOR, SeedCustomer
from toolserver.testing import Desk, FrozenClock
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Result

TOOLS = {tool.name: tool for tool in bank.tools}
ELSEWHERE = "99887766554"
__all__ = ["CUSTOMERS", "ELSEWHERE", "HANNAH", "INES", "LENA", "MARCUS", "PETER", "TOOLS", "VICTOR", "Bank", "wish"]


def wish(source: str, target: str, amount: str = "10", transfer_type: str = "internal") -> dict[str, Any]:
    """The arguments of a transfer."""
    return {"from_account": source, "to_account": target, "amount": amount, "transfer_type": transfer_type}


def checking(one: SeedCustomer) -> str:
    """The number of the checking account."""
    return one.accounts[0].number


def savings(one: SeedCustomer) -> str:
    """The number of the savings account."""
    return one.accounts[1].number


class Bank(Desk):
    """A desk of the bank, with one verified customer or nobody."""

    def __init__(self, one: SeedCustomer | None = None, clock: FrozenClock | None = None) -> None:
        super().__init__(bank, customer_id=None if one is None else one.customer.id, clock=clock)

    async def does(self, name: str, arguments: dict[str, Any]) -> Any:
        """The result of a tool."""
        result: Result = await self.run(TOOLS[name], arguments)
        return result

    async def fails(self, name: str, arguments: dict[str, Any]) -> ToolFailed:
        """The failure of a tool."""
        with pytest.raises(ToolFailed) as failed:
            await self.run(TOOLS[name], arguments)
        return failed.value

    async def question(self, name: str, arguments: dict[str, Any]) -> str:
        """What the caller is asked."""
        tool: Tool = TOOLS[name]
        return (await self.asked(tool, arguments)).say

    def account(self, number: str) -> Account:
        """The account as it is stored."""
        with self.engine.begin() as db:
            found = find_account(db, number)
        assert found is not None
        return found

    def card_states(self) -> dict[str, str]:
        """Each card's status."""
        with self.engine.begin() as db:
            rows = db.execute(select(tables.cards.c.id, tables.cards.c.status))
            return {row.id: row.status for row in rows}
