"""Money and dates as one would say them."""

from datetime import UTC, datetime

import pytest

from toolserver.toolkit.spoken import spoken_date, spoken_list, spoken_usd


@pytest.mark.parametrize(("cents", "said"), [(36000, "$360"), (24999, "$249.99"), (5, "$0.05"), (123456, "$1,234.56")])
def test_money_is_written_so_that_it_can_be_said(cents: int, said: str) -> None:
    assert spoken_usd(cents) == said


def test_a_date_has_its_year_only_when_it_is_another_one() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)

    assert spoken_date(datetime(2026, 2, 3, tzinfo=UTC), now) == "February 3"
    assert spoken_date(datetime(2024, 9, 16, tzinfo=UTC), now) == "September 16, 2024"


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(names: list[str], said: str) -> None:
    assert spoken_list(names) == said
