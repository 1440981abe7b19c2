"""Whether two descriptions are about one issue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolserver.scenarios.support.same_issue import is_same_issue

DOUBLE = "I was charged twice for my subscription"
SAME = (
    (DOUBLE, "Customer was charged twice for their subscription."),
    (DOUBLE, "charged twice"),
    (DOUBLE, "Duplicate charge of 49.99 for the Premium subscription"),
    ("Charged $49.99 twice on October 15", "Duplicate charge of 49.99 on October 15th"),
    ("Order ORD-2024-1234 hasn't arrived", "Order ORD-2024-1234 has not arrived after 8 days"),
)
OTHER = (
    (DOUBLE, "The invoice names the wrong company"),
    (DOUBLE, "I can't update my card"),
    ("Order ORD-2024-1234 hasn't arrived", "Order ORD-2024-0871 hasn't arrived"),
    ("Charged 49.99 twice", "Charged 12.00 twice"),
    ("The app crashes when I log in", "The webcam shows no picture"),
    ("Приложение не запускается", "Счёт выставлен дважды"),
    ("it is not on", "can you do that?"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_thing_in_other_words_is_one_issue_on_one_day(one: str, other: str) -> None:
    assert is_same_issue(one, other, on_one_day=True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_something_else_is_another_issue(one: str, other: str) -> None:
    assert not is_same_issue(one, other, on_one_day=True)


def test_on_another_day_nearly_all_words_must_be_there() -> None:
    assert is_same_issue(DOUBLE, "I was charged twice for the subscription.", on_one_day=False)
    assert not is_same_issue("charged twice in March", "charged twice, and the page is slow", on_one_day=False)


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_the_order_of_the_two_does_not_matter(one: str, other: str, on_one_day: bool) -> None:
    assert is_same_issue(one, one, on_one_day=on_one_day)
    assert is_same_issue(one, other, on_one_day=on_one_day) is is_same_issue(other, one, on_one_day=on_one_day)
