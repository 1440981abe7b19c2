"""The policy guard: every clause that no judge can overrule."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.unit.retail.cases import BOARD, HELMET, ME, NOW, days_ago, order
from toolserver.scenarios.customer_service_retail.eligibility.guard import Barrier, a_year_after, find_barrier
from toolserver.scenarios.customer_service_retail.eligibility.models import Reason
from toolserver.scenarios.customer_service_retail.order_records import Order, OrderStatus, ReturnStatus

DEFECT, CHANGE = Reason.DEFECT, Reason.CHANGE_OF_MIND
RETURNED = replace(BOARD, return_status=ReturnStatus.RETURNED, return_id="RMA-1")
ALREADY_OPEN = replace(BOARD, return_status=ReturnStatus.OPEN, return_id="RMA-1")


@pytest.mark.parametrize(
    ("given", "reason", "expected"),
    [
        pytest.param(order(), CHANGE, None, id="delivered nine days ago"),
        pytest.param(order(ordered=34, delivered=30), CHANGE, None, id="the thirtieth day still counts"),
        pytest.param(order(ordered=34, delivered=31), CHANGE, Barrier.PAST_THIRTY_DAYS, id="the thirty-first is late"),
        pytest.param(order(ordered=34, delivered=31), DEFECT, None, id="a defect has a year"),
        pytest.param(order(ordered=365, delivered=360), DEFECT, None, id="the last day of the year counts"),
        pytest.param(order(ordered=366, delivered=360), DEFECT, Barrier.PAST_DEFECT_YEAR, id="the year is over"),
        pytest.param(order(ordered=400, delivered=5), CHANGE, None, id="thirty days count from delivery"),
        pytest.param(order(delivered=None), CHANGE, Barrier.NOT_DELIVERED, id="in transit"),
        pytest.param(order(status=OrderStatus.PROCESSING), DEFECT, Barrier.NOT_DELIVERED, id="being prepared"),
        pytest.param(order(status=OrderStatus.CANCELLED), CHANGE, Barrier.CANCELLED, id="cancelled"),
        pytest.param(order(RETURNED), DEFECT, Barrier.ALREADY_RETURNED, id="already returned"),
        pytest.param(order(ALREADY_OPEN), CHANGE, Barrier.ALREADY_RETURNED, id="already in a return"),
        pytest.param(order(HELMET), CHANGE, Barrier.UNKNOWN_ITEM, id="not an item of this order"),
        pytest.param(order(customer_id="CUS-OTHER"), CHANGE, Barrier.NOT_OWN, id="someone else's order"),
        pytest.param(None, CHANGE, Barrier.NOT_OWN, id="no such order"),
    ],
)
def test_the_guard_decides_by_the_policy(given: Order | None, reason: Reason, expected: Barrier | None) -> None:
    assert find_barrier(given, ["B-1"], reason, ME, NOW) is expected


def test_one_forbidden_item_forbids_the_whole_return() -> None:
    both = order(RETURNED, HELMET)

    assert find_barrier(both, ["B-1", "H-1"], CHANGE, ME, NOW) is Barrier.ALREADY_RETURNED
    assert find_barrier(both, ["H-1"], CHANGE, ME, NOW) is None


def test_a_return_of_nothing_is_forbidden() -> None:
    assert find_barrier(order(), [], CHANGE, ME, NOW) is Barrier.UNKNOWN_ITEM


def test_a_delivered_order_without_a_delivery_date_is_not_delivered() -> None:
    undated = replace(order(), delivered_at=None)

    assert find_barrier(undated, ["B-1"], CHANGE, ME, NOW) is Barrier.NOT_DELIVERED


def test_the_sample_order_is_late_for_a_change_of_mind_and_in_time_for_a_defect() -> None:
    now = datetime(2024, 12, 26, tzinfo=UTC)
    bought, arrived = datetime(2024, 9, 14, tzinfo=UTC), datetime(2024, 9, 16, tzinfo=UTC)
    sample = replace(order(), ordered_at=bought, delivered_at=arrived)

    assert find_barrier(sample, ["B-1"], CHANGE, ME, now) is Barrier.PAST_THIRTY_DAYS
    assert find_barrier(sample, ["B-1"], DEFECT, ME, now) is None


def test_a_year_after_a_leap_day_is_the_first_of_march() -> None:
    assert a_year_after(datetime(2024, 2, 29, tzinfo=UTC).date()).isoformat() == "2025-03-01"
    assert a_year_after(days_ago(0).date()).isoformat() == "2027-03-02"
