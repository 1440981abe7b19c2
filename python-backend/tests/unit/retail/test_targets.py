"""Which items are meant, by the words people use."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.retail.cases import BOARD, case, order, talk
from toolserver.scenarios.customer_service_retail.eligibility.targets import Found, Unclear, find_targets
from toolserver.scenarios.customer_service_retail.eligibility.wording import IS_THAT_IT
from toolserver.scenarios.customer_service_retail.order_records import Category, Order, OrderItem

BOOTS = OrderItem("BT-1", "All-Mountain Snowboard Boots", Category.BOOTS, 15999)
TWIN = OrderItem("TT-1", "Twin Tip Snowboard X", Category.SNOWBOARD, 24999)
BINDINGS = OrderItem("BI-1", "Carving Pro Binding Set", Category.ACCESSORIES, 5999)

RECENT = order(BOARD, BINDINGS, order_id="O-NEW")
OLD = order(TWIN, BOOTS, ordered=700, delivered=690, order_id="O-OLD")
LAST_MONTH = order(TWIN, BOOTS, ordered=60, delivered=50, order_id="O-MID")


def found(action: str, *orders: Order, **changes: Any) -> tuple[str, tuple[str, ...]] | None:
    """The order and item ids, or None when it is unclear."""
    result = find_targets(replace(case(action, orders=orders), **changes))
    return (result.order.order_id, tuple(item.item_id for item in result.items)) if isinstance(result, Found) else None


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("return my snowboard", ("O-NEW", ("B-1",))),
        ("send the board back", ("O-NEW", ("B-1",))),
        ("return my snowboard boots", ("O-OLD", ("BT-1",))),
        ("return the twin tip", ("O-OLD", ("TT-1",))),
        ("the twin tip snowboard please", ("O-OLD", ("TT-1",))),
        ("return the board and the bindings", ("O-NEW", ("B-1", "BI-1"))),
        ("return TT-1", ("O-OLD", ("TT-1",))),
    ],
)
def test_words_find_the_item(action: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert found(action, RECENT, OLD) == expected


def test_two_boards_that_could_both_come_back_are_unclear() -> None:
    result = find_targets(case("return my snowboard", orders=(RECENT, LAST_MONTH)))

    assert isinstance(result, Unclear)
    assert {item.item_id for item in result.choices} == {"B-1", "TT-1"}


def test_items_of_two_orders_are_taken_one_at_a_time() -> None:
    result = find_targets(case("return the ridge runner and the boots", orders=(RECENT, LAST_MONTH)))

    assert isinstance(result, Unclear) and result.across_orders


def test_ids_win_over_words() -> None:
    assert found("return my snowboard", RECENT, OLD, item_ids=("BT-1",)) == ("O-OLD", ("BT-1",))


def test_a_named_order_narrows_the_search() -> None:
    assert found("return my snowboard", RECENT, OLD, order_id="O-OLD") == ("O-OLD", ("TT-1",))
    assert found("return everything", RECENT, OLD, order_id="O-OLD") == ("O-OLD", ("TT-1", "BT-1"))


def test_an_item_that_was_never_bought_is_unclear() -> None:
    assert found("return my skis", RECENT) is None
    assert found("return it", RECENT, item_ids=("NO-1",)) is None


def test_the_only_item_needs_no_name() -> None:
    assert found("return it", order(BOARD)) == ("O-1", ("B-1",))


def test_the_answer_to_which_one_tells_two_boards_apart() -> None:
    said = talk("return my snowboard", "Which item: the Ridge Runner Snowboard, or the Twin Tip?", "the twin tip")

    assert found("return my snowboard", RECENT, LAST_MONTH, conversation=said) == ("O-MID", ("TT-1",))


def test_a_yes_confirms_the_only_item() -> None:
    said = talk("return my boots", f"The only thing I see is the Ridge Runner Snowboard. {IS_THAT_IT}", "yes please")

    assert found("return my boots", order(BOARD), conversation=said) == ("O-1", ("B-1",))
