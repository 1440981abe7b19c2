"""TechCo Support as a scenario: five tools, demo customers, and how one of them is erased."""

from pathlib import Path
from typing import Final

from toolserver.scenarios.support.account import get_customer_info
from toolserver.scenarios.support.demo import demo
from toolserver.scenarios.support.orders import get_order_history
from toolserver.scenarios.support.people import people
from toolserver.scenarios.support.subscriptions import check_subscription_status
from toolserver.scenarios.support.tickets import create_support_ticket
from toolserver.scenarios.support.verification import verify_email_owner
from toolserver.toolkit.scenario import Scenario

support: Final = Scenario(
    key="support",
    tools=(
        verify_email_owner,
        get_customer_info,
        get_order_history,
        check_subscription_status,
        create_support_ticket,
    ),
    migrations=Path(__file__).parent / "migrations",
    demo=demo,
    people=people,
)
