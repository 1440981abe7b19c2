"""Marking what says something about a person, and masking it."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from toolserver.catalogue import EVERYTHING
from toolserver.execution.registry import Registry, parameters_of
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.phone_numbers import PhoneNumber
from toolserver.toolkit.plain_functions import tool_from
from toolserver.toolkit.sensitive import MASK, Sensitive, masked, masking, masking_of
from toolserver.toolkit.threads import BlockingThreads

EXAMPLES = json.loads((Path(__file__).parents[4] / "contracts" / "masking.json").read_text())
MARKED = {
    "authenticate_user_information": {
        "phone_number",
        "last_4_digits",
        "other_last_4_digits",
        "date_of_birth",
        "say",
        "customer_name",
    },
    "save_or_update_address": {"phone_number", "new_address", "say", "address"},
    "update_user_offer_response": {"phone"},
    "lookupOrders": {"phoneNumber"},
    "retrievePolicy": set[str](),
    "checkEligibilityAndPossiblyInitiateReturn": {
        "userDesiredAction",
        "question",
        "say",
        "rationale",
        "user_request",
        "additional_information_needed",
    },
    "lookupNewSales": set[str](),
    "addToCart": set[str](),
    "checkout": {"phone_number"},
    "transfer_to_human": {"reason", "context"},
    "end_call": {"reason"},
}


OF_PEOPLE = {"phone_number", "email", "person_name", "postal_address", "postal_code", "digits"}


class Home(BaseModel):
    """Where somebody lives."""

    street: Sensitive[str]
    country: str


class Person(BaseModel):
    """Somebody."""

    id: str
    phone: Sensitive[PhoneNumber] = Field(alias="phoneNumber", description="the phone")
    email: Sensitive[str | None] = None
    nickname: Sensitive[str] | None = None
    homes: list[Home] = []
    friends: list["Person"] = []


def somebody() -> Person:
    return Person(id="CUS-1", phoneNumber="(206) 135-1246", homes=[Home(street="12 Pine Street", country="US")])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_a_value_is_masked_as_the_contract_shows(example: dict[str, Any]) -> None:
    assert masking_of(example["schema"])(example["value"]) == example["masked"]


def test_a_model_is_dumped_with_its_sensitive_values_masked() -> None:
    person = somebody().model_copy(update={"friends": [somebody()], "nickname": "Lex"})

    shown = masked(person)

    one = {"id": "CUS-1", "phoneNumber": MASK, "email": None, "homes": [{"street": MASK, "country": "US"}]}
    friend = {**one, "nickname": None, "friends": []}
    assert shown == {**one, "nickname": MASK, "friends": [friend]}


def test_the_mark_keeps_what_the_type_checks_and_says() -> None:
    schema = Person.model_json_schema()["$defs"]["Person"]["properties"]["phoneNumber"]

    assert somebody().phone == "+12061351246"
    assert schema["type"] == "string"
    assert schema["format"] == "phone"
    assert schema["description"] == "the phone"
    assert schema["x-sensitive"] is True


def test_arguments_that_do_not_fit_are_masked_too() -> None:
    shown = masking(Person)({"id": "CUS-1", "phoneNumber": 12, "phone": "(206) 135-1246", "homes": "12 Pine Street"})

    assert shown == {"id": "CUS-1", "phoneNumber": MASK, "phone": MASK, "homes": MASK}


def test_a_plain_function_marks_its_parameters() -> None:
    async def greet(name: Sensitive[str], language: str) -> str:
        """Greet somebody."""
        return f"{language}: {name}"

    arguments = tool_from(greet, BlockingThreads(1, 1)).arguments.model_validate({"name": "Alex", "language": "en"})

    assert masked(arguments) == {"name": MASK, "language": "en"}


def test_the_manifest_says_which_values_of_each_tool_are_sensitive() -> None:
    manifest = Registry(EVERYTHING.tools(), 30).manifest()

    marked = {entry["name"]: _marked(entry["parameters"]) | _marked(entry["result"]) for entry in manifest}

    assert {name: marked[name] for name in MARKED} == MARKED


@pytest.mark.parametrize("tool", EVERYTHING.tools(), ids=lambda tool: tool.name)
def test_what_a_person_is_known_by_is_marked_in_every_tool(tool: Tool) -> None:
    properties = {**parameters_of(tool)["properties"], **tool.result.model_json_schema()["properties"]}
    telling = {name for name, each in properties.items() if _kinds(each) & OF_PEOPLE}

    assert telling <= _marked({"properties": properties})


def _kinds(schema: object) -> set[str]:
    """Of the value and of all within it."""
    if isinstance(schema, list):
        return set().union(*map(_kinds, schema))
    if not isinstance(schema, dict):
        return set()
    return (
        {str(schema["x-kind"])} | _kinds(list(schema.values())) if "x-kind" in schema else _kinds(list(schema.values()))
    )


def _marked(schema: dict[str, Any]) -> set[str]:
    return {name for name, each in schema["properties"].items() if each.get("x-sensitive") is True}
