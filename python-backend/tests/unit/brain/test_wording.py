"""What a declaration's prose sounds like when the brain asks."""

from typing import Any

import pytest

from voice_engine.models.offline.declarations import Declarations
from voice_engine.models.offline.fields import fields_of, question_for
from voice_engine.models.offline.records import Record
from voice_engine.models.offline.schemas import read_schema
from voice_engine.models.offline.wording import agree, choices, either, read_back

BOARD = Record("item", "X-1", "Twin Tip", "Twin Tip", "orders")
UNNAMED = Record("item", "X-1", "X-1", "X-1", "orders")


@pytest.mark.parametrize(
    ("name", "schema", "question"),
    [
        ("boards", {"type": "integer"}, "How many boards?"),
        ("guests", {"type": "integer", "description": "The number of people at the table."},
         "How many people at the table?"),
        ("day", {"format": "date"}, "For what day?"),
        ("date_of_birth", {"format": "date"}, "What is your date of birth?"),
        ("orderId", {"description": "The order's id from findOrders, if known."}, "What is the order's id?"),
        ("glasses", {"description": "The glasses that broke."}, "What are the glasses that broke?"),
        ("region", {"description": "The country the customer is in."}, "What is the country you are in?"),
        ("kind", {"enum": ["boots", "any"], "description": "The kind of item: boots, or any."},
         "What is the kind of item: boots or any?"),
        ("card_or_ssn", {"enum": ["credit_card", "ssn"], "description": "Whether the digits are from the card (SSN)."},
         "Are the digits from the card?"),
        ("plan", {"enum": ["SSN", "ACCEPTED", "REMIND_LATER"]}, "Is that ssn, accepted, or remind later?"),
    ],
)  # fmt: skip
def test_an_argument_is_asked_for_as_a_person_would(name: str, schema: dict[str, Any], question: str) -> None:
    (field,) = fields_of(read_schema({"properties": {name: schema}}))

    assert question_for(field) == question


@pytest.mark.parametrize(
    ("description", "thing", "question"),
    [
        ("Check whether an item can come back and, if so, set up the return.", BOARD,
         "Shall I check whether the Twin Tip can come back and, if so, set up the return?"),
        ("Put one piece of an item that is on sale into the caller's cart.", BOARD,
         "Shall I put one piece of the Twin Tip into your cart?"),
        ("Repair something.", BOARD, "This is about the Twin Tip. Shall I repair something?"),
        ("Send the item's label to the caller.", UNNAMED, "Shall I send the item's label to you?"),
        ("Save what the caller wants.", None, "Shall I save what you want?"),
    ],
)  # fmt: skip
def test_agreement_is_asked_for_in_one_sentence(description: str, thing: Record | None, question: str) -> None:
    (tool,) = Declarations([{"name": "run", "description": description}], None).all()

    assert agree(tool, thing) == question


def test_what_can_be_asked_for_is_named_without_particulars() -> None:
    declared: list[dict[str, Any]] = [
        {"name": "a", "description": "Look up current promotions, for one kind of item or for everything."},
        {"name": "b", "description": "Save the caller's new address, replacing the one on file."},
        {"name": "transfer_to_returns", "description": "Returns.", "parameters": {"properties": {}}},
    ]
    tools = Declarations(declared, None).all()

    assert choices(tools) == "I can look up current promotions or save your new address."
    assert either(tools[1:]) == (
        "Would you like me to save your new address, or to connect you with returns, or is it something else?"
    )


def test_a_count_is_read_back_with_what_is_counted() -> None:
    (field,) = fields_of(read_schema({"properties": {"boards": {"type": "integer"}}}))

    assert read_back(field, 2) == "2 boards"
