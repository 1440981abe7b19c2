"""What the shop's tools answer, in the contract's shape."""

from collections.abc import Mapping, Sequence
from typing import Any

ORDERS = [
    {
        "order_id": "SNP-20230914-001",
        "order_status": "delivered",
        "items": [
            {"item_id": "SNB-TT-X01", "item_name": "Twin Tip Snowboard X", "return_status": None},
            {"item_id": "SNB-BOOT-ALM02", "item_name": "All-Mountain Snowboard Boots", "return_status": None},
        ],
    },
    {
        "order_id": "SNP-20230820-002",
        "order_status": "in_transit",
        "items": [
            {"item_id": "SNB-PKbk-012", "item_name": "Park & Pipe Freestyle Board", "return_status": None},
            {"item_id": "GOG-037", "item_name": "Mirrored Snow Goggles", "return_status": None},
        ],
    },
]
SALES = [
    {"item_id": "301", "type": "boots", "name": "Glacier Grip", "sale_price_usd": "200.00"},
    {"item_id": "302", "type": "boots", "name": "Summit Steps", "sale_price_usd": "210.00"},
]
APPROVED = {
    "say": "Your return is set up.",
    "is_eligible": "true",
    "return_id": "RMA-1",
    "additional_information_needed": None,
}


def results() -> dict[str, dict[str, Any]]:
    """One good result a tool."""
    return {
        "authenticate_user_information": {"say": "Thank you, Ada. You're verified.", "success": True},
        "save_or_update_address": {"say": "I've saved your new address.", "success": True},
        "update_user_offer_response": {"say": "I've noted that.", "success": True},
        "lookupOrders": {"say": "You have two orders.", "orders": ORDERS},
        "retrievePolicy": {"say": "Snowboards can come back within thirty days.", "policy": "...", "version": "1"},
        "checkEligibilityAndPossiblyInitiateReturn": APPROVED,
        "lookupNewSales": {"say": "Glacier Grip is two hundred dollars.", "sales": SALES},
        "addToCart": {"say": "It's in your cart.", "cart": [{"item_id": "302", "name": "Summit Steps", "quantity": 1}]},
        "checkout": {"say": "You can pay now.", "checkout_url": "https://example.com", "items": ["302"]},
    }


class Shop:
    """Answers calls in turn: the answers queued for a tool first, then its good result."""

    def __init__(self, **queued: Sequence[Mapping[str, Any]]) -> None:
        self._queued = {name: list(answers) for name, answers in queued.items()}

    def __call__(self, name: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        waiting = self._queued.get(name)
        answer = waiting.pop(0) if waiting else results().get(name, {"say": f"{name} is done."})
        return answer if "error" in answer else {"call_id": "c", "result": answer}


def refusal(code: str, say: str, **more: Any) -> dict[str, Any]:
    """An answer that says why not."""
    return {"call_id": "c", "error": {"code": code, "message": say, "say": say, "retryable": False, **more}}
