"""What a judge is given and what it decides."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from toolserver.scenarios.customer_service_retail.order_records import Order
from toolserver.toolkit.context import Message


class Verdict(StrEnum):
    """A judge's answer; the values are the contract's `is_eligible`."""

    ELIGIBLE = "true"
    NOT_ELIGIBLE = "false"
    NEEDS_MORE = "need_more_information"


class Reason(StrEnum):
    """Why the customer returns an item; it decides which window applies."""

    DEFECT = "defect"
    CHANGE_OF_MIND = "change_of_mind"


class Terms(StrEnum):
    """What an approved return pays back."""

    FULL = "full"
    REDUCED = "reduced"  # used or damaged: a restocking fee or a partial refund


class Missing(StrEnum):
    """A critical fact that is unknown; each has its question."""

    ITEM = "item"
    REASON = "reason"
    SYMPTOM = "symptom"
    CIRCUMSTANCES = "circumstances"
    CONDITION = "condition"


class DecidedBy(StrEnum):
    """Who judged."""

    MODEL = "model"
    RULES = "rules"


@dataclass(frozen=True)
class ReturnCase:
    """Everything a judge may look at, and nothing else."""

    customer_id: str
    desired_action: str
    question: str
    order_id: str | None
    item_ids: tuple[str, ...]
    policy: str
    orders: tuple[Order, ...]  # newest first
    returns_in_last_year: int
    conversation: tuple[Message, ...]
    now: datetime


@dataclass(frozen=True)
class Judgement:
    """A judge's decision. Every text in it is one of ours: a model decides by ids and closed lists of values."""

    verdict: Verdict
    rationale: str
    say: str
    order_id: str | None = None
    item_ids: tuple[str, ...] = ()
    reason: Reason | None = None
    terms: Terms = Terms.FULL
    missing: str | None = None
    decided_by: DecidedBy = DecidedBy.RULES
