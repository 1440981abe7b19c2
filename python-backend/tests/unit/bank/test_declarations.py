"""What the bank's tools say about themselves, to models and to the offline brain."""

from typing import Any

import pytest

from toolserver.execution.registry import Registry
from toolserver.scenarios.bank.scenario import bank
from toolserver.toolkit.declaration import Access, Effect, Tool

MANIFEST = {entry["name"]: entry for entry in Registry(bank.tools, 30).manifest()}
PUBLIC_VALUES = {"verification_method", "verified", "transfer_type", "transaction_id", "currency", "include_pending"}
PUBLIC_VALUES |= {"days", "limit", "card_type", "reason", "replacement_id", "old_card_blocked", "estimated_delivery"}
PUBLIC_VALUES |= {"confirmation_token"}


@pytest.mark.parametrize("tool", bank.tools, ids=lambda tool: tool.name)
def test_a_tool_says_what_it_does_and_how_people_ask_for_it(tool: Tool) -> None:
    properties = tool.arguments.model_json_schema()["properties"]

    assert tool.description.endswith(".")
    assert len(tool.examples) == 3
    assert tool.title
    assert tool.filler
    assert all("description" in described for described in properties.values())


def test_only_the_check_of_who_somebody_is_works_before_it() -> None:
    assert [tool.name for tool in bank.tools if tool.access is Access.PUBLIC] == ["verify_customer_identity"]


def test_what_moves_money_or_blocks_a_card_asks_first() -> None:
    asking = {tool.name for tool in bank.tools if tool.confirm is not None}

    assert asking == {
        tool.name for tool in bank.tools if tool.effect is Effect.WRITE and tool.access is Access.VERIFIED
    }
    assert asking == {"transfer_funds", "process_replacement"}


@pytest.mark.parametrize("name", list(MANIFEST))
@pytest.mark.parametrize("side", ["parameters", "result"])
def test_whatever_says_something_about_a_person_is_marked(name: str, side: str) -> None:
    properties: dict[str, Any] = MANIFEST[name][side]["properties"]

    assert {field for field, described in properties.items() if not described.get("x-sensitive")} <= PUBLIC_VALUES
