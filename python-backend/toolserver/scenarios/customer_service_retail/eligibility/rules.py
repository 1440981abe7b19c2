"""The rule judge: reads the same inputs as the model, and asks rather than denies while a critical fact is unknown."""

from dataclasses import replace

from toolserver.scenarios.customer_service_retail.eligibility import wording
from toolserver.scenarios.customer_service_retail.eligibility.evidence import Evidence, read_evidence
from toolserver.scenarios.customer_service_retail.eligibility.guard import Barrier, find_barrier
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    Judgement,
    Missing,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.targets import Found, Unclear, find_targets

FREQUENT_RETURNS_A_YEAR = 3  # the policy says "a pattern of frequent returns may be denied"


def judge_by_rules(case: ReturnCase) -> Judgement:
    """Decide by the policy's clauses, in the order in which a person would ask."""
    if not case.orders:
        return Judgement(Verdict.NOT_ELIGIBLE, "The customer has no orders.", wording.NO_ORDERS)
    found = find_targets(case)
    if isinstance(found, Unclear):
        return ask_which(found)
    hopeless = find_hopeless(case, found)
    if hopeless is not None:
        return hopeless
    evidence = read_evidence(case)
    if evidence.claims_defect:
        return judge_defect(found, evidence)
    if not is_reason_known(evidence):
        return ask(found, Missing.REASON)
    return judge_change_of_mind(case, found, evidence)


def find_hopeless(case: ReturnCase, found: Found) -> Judgement | None:
    """The refusal that no reason helps against, if there is one."""
    barrier = _barrier(case, found, Reason.DEFECT)  # no reason has a wider window
    return None if barrier is None else _deny(found, barrier, Reason.DEFECT)


def judge_defect(found: Found, evidence: Evidence) -> Judgement:
    """A defect that was claimed: it has to be described."""
    if not evidence.symptom:
        return ask(found, Missing.SYMPTOM)
    if not evidence.circumstances:
        return ask(found, Missing.CIRCUMSTANCES)
    rationale = "A defect outside normal wear, under normal use, described in detail, within a year of purchase."
    return _accept(found, Reason.DEFECT, Terms.FULL, rationale)


def judge_change_of_mind(case: ReturnCase, found: Found, evidence: Evidence) -> Judgement:
    """Also what the customer damaged or wore out: no defect, so the thirty days apply."""
    barrier = _barrier(case, found, Reason.CHANGE_OF_MIND)
    if barrier is not None:
        return _deny_late(found, barrier, evidence)
    if case.returns_in_last_year >= FREQUENT_RETURNS_A_YEAR and not evidence.our_mistake:
        return decline(found, "A pattern of frequent returns.", wording.FREQUENT_RETURNS)
    damaged = evidence.own_fault or evidence.wear or evidence.symptom or evidence.defect_named
    if evidence.unused is None and not damaged:
        return ask(found, Missing.CONDITION)
    if damaged or not evidence.unused:
        rationale = "Within thirty days of delivery, but used or damaged: a restocking fee or partial refund applies."
        return _accept(found, Reason.CHANGE_OF_MIND, Terms.REDUCED, rationale)
    return _accept(
        found, Reason.CHANGE_OF_MIND, Terms.FULL, "Unused, in its packaging, within thirty days of delivery."
    )


def is_reason_known(evidence: Evidence) -> bool:
    """Whether anything that was said tells why."""
    said = (evidence.change_of_mind, evidence.our_mistake, evidence.own_fault, evidence.wear)
    return any(said) or evidence.unused is True


def _barrier(case: ReturnCase, found: Found, reason: Reason) -> Barrier | None:
    item_ids = [item.item_id for item in found.items]
    return find_barrier(found.order, item_ids, reason, case.customer_id, case.now)


def ask_which(unclear: Unclear) -> Judgement:
    """The question which item is meant."""
    question = wording.which_item(unclear.choices, across_orders=unclear.across_orders)
    rationale = "It is not clear which item is to be returned."
    return Judgement(Verdict.NEEDS_MORE, rationale, question, missing="Which item is to be returned.")


def ask(found: Found, missing: Missing) -> Judgement:
    """The question after one fact."""
    question, tells = wording.question_about(missing)
    return _about(found, Judgement(Verdict.NEEDS_MORE, "A critical fact is unknown.", question, missing=tells))


def _accept(found: Found, reason: Reason, terms: Terms, rationale: str) -> Judgement:
    judgement = Judgement(Verdict.ELIGIBLE, rationale, "That can be returned.", reason=reason, terms=terms)
    return _about(found, judgement)


def _deny(found: Found, barrier: Barrier, reason: Reason) -> Judgement:
    sentence = wording.barrier_sentence(barrier, found.items)
    return _about(found, Judgement(Verdict.NOT_ELIGIBLE, f"The policy forbids it: {barrier}.", sentence, reason=reason))


def _deny_late(found: Found, barrier: Barrier, evidence: Evidence) -> Judgement:
    if evidence.wear:
        return decline(found, "Normal wear is not a defect, and the thirty days are over.", wording.WORN)
    return _deny(found, barrier, Reason.CHANGE_OF_MIND)


def decline(found: Found | None, rationale: str, sentence: str) -> Judgement:
    """A refusal, about these items where they are known."""
    declined = Judgement(Verdict.NOT_ELIGIBLE, rationale, sentence, reason=Reason.CHANGE_OF_MIND)
    return declined if found is None else _about(found, declined)


def _about(found: Found, judgement: Judgement) -> Judgement:
    item_ids = tuple(item.item_id for item in found.items)
    return replace(judgement, order_id=found.order.order_id, item_ids=item_ids)
