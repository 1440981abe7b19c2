"""The structured output of the eligibility model, and what it comes to in our words.

Nothing that the model writes is spoken or handed on: it chooses among verdicts, reasons and missing facts, and its ids
count only as far as they are the customer's.
"""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from toolserver.scenarios.customer_service_retail.eligibility.models import (
    DecidedBy,
    Judgement,
    Missing,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.upheld import ask_about, explain_refusal

_LONGEST_RATIONALE: Final = 2000
_LONGEST_ID: Final = 40  # as the tables have them
_MOST_ITEMS: Final = 20


def _short(text: str) -> str:
    """As validators, not as keywords: strict schemas know no maxLength."""
    if len(text) > _LONGEST_ID:
        raise ValueError("longer than any id")
    return text


def _brief(text: str) -> str:
    if len(text) > _LONGEST_RATIONALE:
        raise ValueError("longer than a rationale")
    return text


def _few(ids: list[str]) -> list[str]:
    if len(ids) > _MOST_ITEMS:
        raise ValueError("more than a return has")
    return ids


Id = Annotated[str, AfterValidator(_short)]


class ModelAnswer(BaseModel):
    """Every field is required, as strict schemas demand."""

    model_config = ConfigDict(extra="forbid")

    rationale: Annotated[str, AfterValidator(_brief)] = Field(
        description="Why, in one or two sentences, before you decide. Nobody is shown it."
    )
    is_eligible: Literal["true", "false", "need_more_information"]
    reason: Literal["defect", "change_of_mind"] | None = Field(description="Why the customer returns it, if known.")
    terms: Literal["full", "reduced"] = Field(description="reduced: used or damaged, so a fee or partial refund.")
    order_id: Id | None = Field(description="The order it is about, copied exactly.")
    item_ids: Annotated[list[Id], AfterValidator(_few)] = Field(description="The items it is about, copied exactly.")
    missing_fact: Literal["item", "reason", "symptom", "circumstances", "condition"] | None = Field(
        description="If more information is needed, the fact to ask for first: which item it is, why it comes back, "
        "what exactly is wrong, how that happened, or whether it is unused and in its packaging."
    )


def judgement_of(answer: ModelAnswer, case: ReturnCase) -> Judgement | None:
    """None when it is none: an approval without a reason or an item, or a question about nothing."""
    verdict = Verdict(answer.is_eligible)
    claimed = Judgement(
        verdict=verdict,
        rationale="The model approved it.",
        say="That can be returned.",
        order_id=answer.order_id,
        item_ids=tuple(answer.item_ids),
        reason=Reason(answer.reason) if answer.reason else None,
        terms=Terms(answer.terms),
        decided_by=DecidedBy.MODEL,
    )
    if verdict is Verdict.NOT_ELIGIBLE:
        return explain_refusal(case, claimed)
    if verdict is Verdict.ELIGIBLE:
        return claimed if answer.reason and answer.order_id and answer.item_ids else None
    return ask_about(case, claimed, Missing(answer.missing_fact)) if answer.missing_fact else None
