"""The rule judge: accepts, denies, and asks rather than denies."""

from dataclasses import replace

import pytest

from tests.unit.retail.cases import BOARD, HELMET, case, order, talk
from toolserver.scenarios.customer_service_retail.eligibility import wording
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    DecidedBy,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.rules import judge_by_rules
from toolserver.scenarios.customer_service_retail.order_records import ReturnStatus

CRACK = "it's defective, there's a big crack"
DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"
UNUSED = "it's unused and in its original packaging"
LATE = (order(ordered=124, delivered=120),)
TOO_LATE = (order(ordered=500, delivered=490),)


@pytest.mark.parametrize("said", [DELAMINATED, "the base split on the second day while riding groomed runs"])
@pytest.mark.parametrize("orders", [(order(),), LATE])
def test_a_defect_described_in_detail_is_accepted_within_the_year(said: str, orders: tuple[object, ...]) -> None:
    judged = judge_by_rules(case(question=said, orders=orders))

    assert (judged.verdict, judged.reason, judged.terms) == (Verdict.ELIGIBLE, Reason.DEFECT, Terms.FULL)
    assert (judged.order_id, judged.item_ids, judged.decided_by) == ("O-1", ("B-1",), DecidedBy.RULES)


@pytest.mark.parametrize(
    ("given", "question"),
    [
        pytest.param(case(question=CRACK), wording.ASK_CIRCUMSTANCES, id="a crack, nobody knows how"),
        pytest.param(case(question=CRACK, orders=LATE), wording.ASK_CIRCUMSTANCES, id="the same after thirty days"),
        pytest.param(case(question="it's defective"), wording.ASK_SYMPTOM, id="a defect, nobody knows which"),
        pytest.param(case(), wording.ASK_REASON, id="no reason"),
        pytest.param(case(orders=LATE), wording.ASK_REASON, id="no reason, after thirty days"),
        pytest.param(case(question="I changed my mind"), wording.ASK_CONDITION, id="condition unknown"),
        pytest.param(case(question="it's too small"), wording.ASK_CONDITION, id="wrong size, condition unknown"),
        pytest.param(
            case("I want to return something"),
            "Which item would you like to return: the Ridge Runner Snowboard, or the Summit Helmet?",
            id="item unknown",
        ),
        pytest.param(
            case("return my skis and boots", orders=(order(BOARD),)),
            "I see the Ridge Runner Snowboard in your orders. Is that what you would like to return?",
            id="an item that was never bought",
        ),
    ],
)
def test_an_unknown_fact_is_asked_for(given: ReturnCase, question: str) -> None:
    judged = judge_by_rules(given)

    assert judged.verdict is Verdict.NEEDS_MORE
    assert judged.say == question
    assert judged.missing


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        pytest.param(UNUSED, Terms.FULL, id="unused"),
        pytest.param("I changed my mind, I haven't opened it", Terms.FULL, id="unopened"),
        pytest.param("nothing is wrong with it, it's brand new", Terms.FULL, id="brand new"),
        pytest.param("I don't like it, I've used it twice", Terms.REDUCED, id="used"),
        pytest.param("I don't want it any more and I threw away the box", Terms.REDUCED, id="no packaging"),
        pytest.param("it's cracked because I hit a rock", Terms.REDUCED, id="own fault"),
        pytest.param("you sent me the wrong size, it's unused", Terms.FULL, id="our mistake"),
    ],
)
def test_within_thirty_days_the_condition_decides_the_terms(said: str, terms: Terms) -> None:
    judged = judge_by_rules(case(question=said))

    assert (judged.verdict, judged.reason, judged.terms) == (Verdict.ELIGIBLE, Reason.CHANGE_OF_MIND, terms)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        pytest.param(case(question=UNUSED, orders=LATE), "thirty days", id="after thirty days"),
        pytest.param(case(question="it broke when I hit a rock", orders=LATE), "thirty days", id="own fault, late"),
        pytest.param(case(question="it's just worn out", orders=LATE), "normal wear", id="normal wear, late"),
        pytest.param(case(question=DELAMINATED, orders=TOO_LATE), "more than a year", id="a defect after a year"),
        pytest.param(case(orders=(order(delivered=None),)), "hasn't been delivered", id="in transit"),
        pytest.param(case(orders=()), "any orders", id="no orders"),
        pytest.param(case(question=UNUSED, returns_in_last_year=3), "how many returns", id="frequent returns"),
        pytest.param(
            case(orders=(order(replace(BOARD, return_status=ReturnStatus.RETURNED, return_id="RMA-1")),)),
            "already is a return",
            id="already returned",
        ),
    ],
)
def test_what_the_policy_forbids_is_denied_with_its_reason(given: ReturnCase, word: str) -> None:
    judged = judge_by_rules(given)

    assert judged.verdict is Verdict.NOT_ELIGIBLE
    assert word in judged.say


@pytest.mark.parametrize("count", [0, 2])
def test_few_returns_do_not_count_as_a_pattern(count: int) -> None:
    assert judge_by_rules(case(question=UNUSED, returns_in_last_year=count)).verdict is Verdict.ELIGIBLE


def test_a_frequent_returner_may_still_return_a_defect() -> None:
    assert judge_by_rules(case(question=DELAMINATED, returns_in_last_year=9)).verdict is Verdict.ELIGIBLE


def test_what_the_customer_said_earlier_in_the_conversation_counts() -> None:
    conversation = talk("The edge came off", "How did it happen?", "in normal use after about three runs")

    assert judge_by_rules(case(conversation=conversation)).reason is Reason.DEFECT


@pytest.mark.parametrize(("answer", "terms"), [("Yes, it is.", Terms.FULL), ("no, it's not", Terms.REDUCED)])
def test_a_bare_yes_or_no_answers_the_question_before_it(answer: str, terms: Terms) -> None:
    conversation = talk("I changed my mind", wording.ASK_CONDITION, answer)

    judged = judge_by_rules(case(conversation=conversation))

    assert (judged.verdict, judged.terms) == (Verdict.ELIGIBLE, terms)


def test_what_the_assistant_says_is_no_evidence() -> None:
    conversation = talk("I want to return my snowboard", "Is it cracked after three runs in normal use?", "hm")

    assert judge_by_rules(case(conversation=conversation)).say == wording.ASK_REASON


def test_the_item_may_be_named_in_the_conversation_only() -> None:
    conversation = talk("I'd like to send my helmet back, it's unused", "Let me check.", "thanks")

    assert judge_by_rules(case("return it", conversation=conversation)).item_ids == (HELMET.item_id,)


def test_a_description_in_unexpected_words_answers_the_question_it_was_given_to() -> None:
    told = talk("It's defective", wording.ASK_SYMPTOM, "there is a bubble under the topsheet")
    conversation = (*told, *talk("", wording.ASK_CIRCUMSTANCES, "I took it out at dawn and there it was")[1:])

    assert judge_by_rules(case(conversation=told)).say == wording.ASK_CIRCUMSTANCES
    assert judge_by_rules(case(conversation=conversation)).reason is Reason.DEFECT


def test_not_knowing_how_it_happened_is_no_description() -> None:
    conversation = talk("there's a crack", wording.ASK_CIRCUMSTANCES, "I really don't know")

    assert judge_by_rules(case(conversation=conversation)).say == wording.ASK_CIRCUMSTANCES
