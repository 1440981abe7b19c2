"""Business days, and the day it is for the business."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolserver.scenarios.support.days import after_business_days, business_days_between, is_business_day, today

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, 6) + timedelta(days=number) for number in range(4))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (SUNDAY, 1, MONDAY),
        (MONDAY, 4, FRIDAY + timedelta(days=7)),
        (MONDAY, 5, MONDAY + timedelta(days=7)),
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_weekends_are_no_business_days(start: date, count: int, end: date) -> None:
    assert after_business_days(start, count) == end


@given(DAYS, st.integers(1, 30))
def test_counting_back_gives_the_same_number(start: date, count: int) -> None:
    end = after_business_days(start, count)

    assert is_business_day(end)
    assert business_days_between(start, end) == count


@given(DAYS, st.integers(0, 60))
def test_earlier_days_are_none(end: date, ahead: int) -> None:
    assert business_days_between(end + timedelta(days=ahead), end) == 0


def test_a_day_begins_at_the_business_and_not_in_greenwich() -> None:
    assert today(datetime(2026, 3, 7, 4, 59, tzinfo=UTC)) == FRIDAY
    assert today(datetime(2026, 3, 7, 5, 0, tzinfo=UTC)) == SATURDAY
