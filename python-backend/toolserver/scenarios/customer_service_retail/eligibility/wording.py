"""The sentences of the eligibility check: what is asked, what is refused and why."""

from collections.abc import Sequence

from toolserver.scenarios.customer_service_retail.eligibility.guard import Barrier
from toolserver.scenarios.customer_service_retail.eligibility.models import Missing
from toolserver.scenarios.customer_service_retail.order_records import OrderItem
from toolserver.toolkit.spoken import spoken_list

ASK_REASON = "Can you tell me why you'd like to return it: is something wrong with it, or is it just not for you?"
ASK_SYMPTOM = "Can you tell me what exactly is wrong with it, and how it happened?"
ASK_CIRCUMSTANCES = "Can you tell me how that happened, and about how much it had been used?"
ASK_CONDITION = "Is it unused and still in its original packaging, with the tags on?"

_QUESTIONS = {
    Missing.REASON: (ASK_REASON, "Why the item is to be returned."),
    Missing.SYMPTOM: (ASK_SYMPTOM, "What is wrong with the item, and how it happened."),
    Missing.CIRCUMSTANCES: (ASK_CIRCUMSTANCES, "Whether the fault appeared under normal use, and how."),
    Missing.CONDITION: (ASK_CONDITION, "Whether it is unused, in its original packaging, with tags on."),
}

IS_THAT_IT = "Is that what you would like to return?"

NO_ORDERS = "I don't see any orders on your account, so there is nothing to return."
FREQUENT_RETURNS = (
    "I'm sorry, but because of how many returns there were this past year, I can't approve another one. "
    "If something is wrong with the item, please tell me."
)
NOT_APPROVED = (
    "I'm sorry, by what you told me I can't approve that return. If there is more to it, please tell me, "
    "or I can get a person for you."
)
WORN = "I'm sorry, but normal wear isn't covered, and the thirty days for returning it are over."

_BARRIERS = {
    Barrier.NOT_OWN: "I don't see that order on your account.",
    Barrier.UNKNOWN_ITEM: "I don't see that item in your order.",
    Barrier.CANCELLED: "That order was cancelled, so there is nothing to return.",
    Barrier.NOT_DELIVERED: "Your order with the {item} hasn't been delivered yet, so I can't start a return for it. "
    "Please call again once it has arrived.",
    Barrier.ALREADY_RETURNED: "There already is a return for the {item}, so I can't set up another one.",
    Barrier.PAST_THIRTY_DAYS: "I'm sorry, the thirty days for returning the {item} are over. "
    "If it can be resold, store credit may still be possible.",
    Barrier.PAST_DEFECT_YEAR: "I'm sorry, it is more than a year since you bought the {item}, "
    "so I can't take that back any more.",
}


def question_about(missing: Missing) -> tuple[str, str]:
    """What to ask the customer, and what the answer will tell. Which item it is has its own: see which_item."""
    return _QUESTIONS[missing]


def barrier_sentence(barrier: Barrier, items: Sequence[OrderItem]) -> str:
    """Why it cannot be returned, for the customer."""
    returned = [item for item in items if item.return_status is not None]
    return _BARRIERS[barrier].format(item=spoken_items(returned or items))


def which_item(choices: Sequence[OrderItem], *, across_orders: bool) -> str:
    """Ask which item is meant; at most three are named."""
    if across_orders:
        return "Those are from different orders, so let's take one at a time. Which would you like to return first?"
    names = list(dict.fromkeys(item.name for item in choices))
    if len(names) == 1:
        return f"I see the {names[0]} in your orders. {IS_THAT_IT}"
    if not 0 < len(names) <= 3:
        return "Which item would you like to return?"
    return f"Which item would you like to return: the {', the '.join(names[:-1])}, or the {names[-1]}?"


def spoken_items(items: Sequence[OrderItem]) -> str:
    """The names of the items, as one would say them."""
    return spoken_list([item.name for item in items] or ["item"])
