"""What a judge's decision comes to once our own rules have read the orders and the customer's words.

A judge may be mistaken, obey what it read, or lie. So an approval is only as wide as what the customer said supports,
and a refusal has the reason that we find. Nothing here widens a decision.
"""

from dataclasses import replace

from toolserver.scenarios.customer_service_retail.eligibility import rules, wording
from toolserver.scenarios.customer_service_retail.eligibility.evidence import read_evidence
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    Judgement,
    Missing,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.targets import Found, Unclear, all_choices, find_targets


def uphold_approval(case: ReturnCase, claimed: Judgement) -> Judgement:
    """The approval, or the question or refusal that the rules come to about the same items.

    The reason must be the customer's: a defect that nobody described is asked about, and what was said to be something
    else counts as that. So must the items be, where any were named. What somebody else bought is left to the guard.
    """
    found = _chosen(case, claimed)
    if found is None:
        return claimed
    named = find_targets(case)
    if isinstance(named, Found) and not set(found.items) <= set(named.items):
        return rules.ask_which(Unclear((*named.items, *found.items)))
    ruled = _ruled(case, found, claimed.reason)
    if ruled.verdict is not Verdict.ELIGIBLE:
        return ruled
    is_reduced = claimed.terms is Terms.REDUCED and ruled.reason is not Reason.DEFECT  # a defect is paid back in full
    return replace(ruled, terms=Terms.REDUCED if is_reduced else ruled.terms, decided_by=claimed.decided_by)


def explain_refusal(case: ReturnCase, claimed: Judgement) -> Judgement:
    """The refusal, for the reason that the rules have; where they have none it names none, and offers a person."""
    found = _chosen(case, claimed)
    ruled = rules.judge_by_rules(case) if found is None else _ruled(case, found, claimed.reason)
    if ruled.verdict is not Verdict.NOT_ELIGIBLE:
        ruled = rules.decline(found, "The judge did not approve it.", wording.NOT_APPROVED)
    return replace(ruled, decided_by=claimed.decided_by)


def ask_about(case: ReturnCase, claimed: Judgement, missing: Missing) -> Judgement:
    """The question after a fact that the judge misses; without an item, the question which one it is."""
    found = _chosen(case, claimed) or find_targets(case)
    if isinstance(found, Unclear):
        asked = rules.ask_which(found)
    elif missing is Missing.ITEM:
        asked = rules.ask_which(all_choices(case))
    else:
        asked = rules.ask(found, missing)
    return replace(asked, decided_by=claimed.decided_by)


def _chosen(case: ReturnCase, claimed: Judgement) -> Found | None:
    """The items that the judge named, if they are the customer's and of one order."""
    if claimed.order_id is None or not claimed.item_ids:
        return None
    found = find_targets(replace(case, order_id=claimed.order_id, item_ids=claimed.item_ids))
    return found if isinstance(found, Found) else None


def _ruled(case: ReturnCase, found: Found, reason: Reason | None) -> Judgement:
    """The rules about these items for this reason, as far as the customer's words support it."""
    hopeless = rules.find_hopeless(case, found)
    if hopeless is not None:
        return hopeless
    evidence = read_evidence(case)
    if reason is Reason.DEFECT and evidence.claims_defect:
        return rules.judge_defect(found, evidence)
    if reason is Reason.DEFECT and not rules.is_reason_known(evidence):
        return rules.ask(found, Missing.SYMPTOM)
    return rules.judge_change_of_mind(case, found, evidence)
