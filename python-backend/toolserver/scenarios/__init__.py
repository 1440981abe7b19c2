"""The businesses of this deployment; a scenario is there when it is in this list."""

from typing import Final

from toolserver.scenarios.bank.scenario import bank
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.scenarios.support.scenario import support
from toolserver.toolkit.scenario import Scenario

SCENARIOS: Final[tuple[Scenario, ...]] = (customer_service_retail, bank, support)
