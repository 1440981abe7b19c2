"""What the tools say about themselves, to models and to the offline brain."""

from typing import Any

import pytest

from toolserver.scenarios.support.scenario import support
from toolserver.toolkit.declaration import Access, Effect, Tool
from toolserver.toolkit.sensitive import MARK

TOOLS = support.tools
ARGUMENTS = {
    "verify_email_owner": (["email", "postal_code"], ["customer_number"]),
    "get_customer_info": (["email"], []),
    "get_order_history": (["email"], ["limit"]),
    "check_subscription_status": (["email"], []),
    "create_support_ticket": (["email", "issue_type", "description"], ["priority"]),
}
RESULTS = {
    "verify_email_owner": {"success"},
    "get_customer_info": {"customer_id", "name", "email", "account_created", "tier"},
    "get_order_history": {"orders"},
    "check_subscription_status": {
        "subscription_id",
        "plan",
        "status",
        "next_billing_date",
        "amount",
        "last_payment_date",
        "recent_charges",
    },
    "create_support_ticket": {"ticket_id", "status", "created_at"},
}


def schema(tool: Tool) -> dict[str, Any]:
    """Of its arguments."""
    return tool.arguments.model_json_schema()


def test_the_tools_have_their_documented_names_and_arguments() -> None:
    found = {tool.name: schema(tool) for tool in TOOLS}

    assert {name: each["required"] for name, each in found.items()} == {name: ARGUMENTS[name][0] for name in ARGUMENTS}
    assert {name: list(each["properties"]) for name, each in found.items()} == {
        name: required + optional for name, (required, optional) in ARGUMENTS.items()
    }


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_result_has_its_documented_fields(tool: Tool) -> None:
    assert RESULTS[tool.name] | {"say"} <= set(tool.result.model_fields)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_has_a_title_a_description_three_examples_and_described_arguments(tool: Tool) -> None:
    assert tool.title and tool.filler and tool.description.endswith(".")
    assert len(tool.examples) == 3
    assert all("description" in described for described in schema(tool)["properties"].values())


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_whatever_says_who_somebody_is_or_what_they_say_is_sensitive(tool: Tool) -> None:
    told = schema(tool)["properties"]

    assert all(told[name][MARK] for name in ("email", "postal_code", "description") if name in told)


def test_only_the_check_itself_runs_before_somebody_is_verified() -> None:
    assert {tool.name for tool in TOOLS if tool.access is Access.PUBLIC} == {"verify_email_owner"}


def test_what_only_reads_says_so() -> None:
    writing = {tool.name for tool in TOOLS if tool.effect is Effect.WRITE}

    assert writing == {"verify_email_owner", "create_support_ticket"}


@pytest.mark.parametrize("limit", [0, 51, "many"])
def test_orders_are_asked_for_from_one_to_fifty(limit: object) -> None:
    tool = next(each for each in TOOLS if each.name == "get_order_history")

    with pytest.raises(ValueError, match="limit"):
        tool.arguments.model_validate({"email": "a@example.com", "limit": limit})
    assert schema(tool)["properties"]["limit"]["default"] == 5
