"""What the tools say about themselves, to models and to the offline brain."""

import pytest

from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.toolkit.declaration import Access, Tool

TOOLS = customer_service_retail.tools
NAMES = {
    "authenticate_user_information",
    "save_or_update_address",
    "update_user_offer_response",
    "lookupOrders",
    "retrievePolicy",
    "checkEligibilityAndPossiblyInitiateReturn",
    "lookupNewSales",
    "addToCart",
    "checkout",
}


def test_the_nine_tools_have_their_documented_names() -> None:
    assert {tool.name for tool in TOOLS} == NAMES


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_has_a_description_three_examples_and_described_arguments(tool: Tool) -> None:
    properties = tool.arguments.model_json_schema()["properties"]

    assert tool.description.endswith(".")
    assert len(tool.examples) == 3
    assert all("description" in described for described in properties.values())


def test_whatever_shows_customer_data_needs_a_verified_customer() -> None:
    public = {tool.name for tool in TOOLS if tool.access is Access.PUBLIC}

    assert public == {"authenticate_user_information", "retrievePolicy", "lookupNewSales", "addToCart"}


def test_what_a_tool_requires_is_provided_by_another() -> None:
    provided = {fact for tool in TOOLS for fact in tool.provides}

    assert {fact for tool in TOOLS for fact in tool.requires} <= provided
