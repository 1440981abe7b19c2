"""The bank as a scenario: five tools, a demo bank, customers."""

from pathlib import Path
from typing import Final

from toolserver.scenarios.bank.balance import get_balance
from toolserver.scenarios.bank.demo import demo
from toolserver.scenarios.bank.history import get_transaction_history
from toolserver.scenarios.bank.people import people
from toolserver.scenarios.bank.replacement import process_replacement
from toolserver.scenarios.bank.transfers import transfer_funds
from toolserver.scenarios.bank.verification import verify_customer_identity
from toolserver.toolkit.scenario import Scenario

bank: Final = Scenario(
    key="bank",
    tools=(verify_customer_identity, get_balance, get_transaction_history, transfer_funds, process_replacement),
    migrations=Path(__file__).parent / "migrations",
    demo=demo,
    people=people,
)
