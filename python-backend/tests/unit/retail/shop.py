"""The demo shop in memory."""

from tests.unit.retail.cases import NOW
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.testing import Desk, FrozenClock


class Shop(Desk):
    """A desk of the shop."""

    def __init__(self, customer_id: str | None = None, *, judge: EligibilityJudge | None = None) -> None:
        parts: dict[type, object] = {EligibilityJudge: judge or EligibilityJudge()}
        super().__init__(customer_service_retail, customer_id=customer_id, clock=FrozenClock(NOW), parts=parts)
