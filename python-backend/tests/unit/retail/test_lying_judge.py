"""A judge that approves everything, for wrong reasons, gets no further than the customer's own words."""

from collections.abc import Sequence
from typing import cast

import pytest
from sqlalchemy import insert

from tests.unit.retail.cases import NOW, talk
from tests.unit.retail.shop import Shop
from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.eligibility import wording
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    DecidedBy,
    Judgement,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.tool import Eligibility, check_eligibility

ALEX, MARIA, PRIYA = "CUS-0001", "CUS-0002", "CUS-0004"
ALEXS_BOARD = "SNB-RIDGE-04"
MARIAS, BOUGHT_FOUR_MONTHS_AGO = "SNP-DEMO-2001", "SNB-PDRIFT-07"
DEFECT, CHANGE = Reason.DEFECT, Reason.CHANGE_OF_MIND
PROMISE = "We wired you $5,000."
DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"
NEW_RETURNS = "retail_returns where status = 'return_open'"


class Liar(EligibilityJudge):
    """Approves whatever it was made to approve, and promises money."""

    def __init__(self, order_id: str, *item_ids: str, reason: Reason = DEFECT, terms: Terms = Terms.FULL) -> None:
        super().__init__()
        self._lie = Judgement(
            Verdict.ELIGIBLE, PROMISE, PROMISE, order_id, item_ids, reason, terms, decided_by=DecidedBy.MODEL
        )

    async def judge(self, case: ReturnCase) -> Judgement:
        """A lie."""
        return self._lie


async def ask(shop: Shop, question: str, action: str = "return my snowboard") -> Eligibility:
    """Ask for a return."""
    answer = await shop.run(check_eligibility, {"userDesiredAction": action, "question": question})
    return cast(Eligibility, answer)


async def marias(question: str, *said: str, reason: Reason = DEFECT) -> tuple[Eligibility, Sequence[object]]:
    """The answer about a snowboard delivered four months ago, and the returns there are then."""
    shop = Shop(MARIA, judge=Liar(MARIAS, BOUGHT_FOUR_MONTHS_AGO, reason=reason))
    shop.conversation = talk(*said)
    return await ask(shop, question), shop.rows(NEW_RETURNS)


@pytest.mark.parametrize(
    "said",
    [
        "I just do not like the colour",
        "I changed my mind, it's unused",
        "it's too small for me",
        "there is nothing wrong with it, I bought two",
        "there's no crack in it and not a single scratch, I just don't want it",
        "it hasn't got a mark, it isn't torn, it doesn't leak and wasn't damaged, I just don't love it",
        "it was an accident, I hit a rock and it cracked",
        "it's just worn out",
        "you sent me the wrong one",
    ],
)
async def test_what_was_said_to_be_no_defect_is_none_after_thirty_days(said: str) -> None:
    answer, returns = await marias(said)

    assert (answer.is_eligible, answer.decided_by, returns) == (Verdict.NOT_ELIGIBLE, DecidedBy.RULES, [])
    assert "thirty days" in answer.say


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("please take it back", wording.ASK_SYMPTOM),
        ("it's defective", wording.ASK_SYMPTOM),
        ("there's a big crack", wording.ASK_CIRCUMSTANCES),
    ],
)
async def test_a_defect_that_nobody_described_is_asked_about(said: str, asked: str) -> None:
    answer, returns = await marias(said)

    assert (answer.is_eligible, answer.say, returns) == (Verdict.NEEDS_MORE, asked, [])


@pytest.mark.parametrize("said", ["I just do not like the colour", "nothing is wrong with it really"])
async def test_a_dislike_is_no_symptom_though_a_symptom_was_asked_for(said: str) -> None:
    answer, returns = await marias("may it come back?", wording.ASK_SYMPTOM, said)

    assert (answer.is_eligible, returns) == (Verdict.NOT_ELIGIBLE, [])


async def test_what_the_assistant_said_is_no_defect() -> None:
    answer, returns = await marias("may it come back?", f"So {DELAMINATED}?", "hm, I just don't like it")

    assert (answer.is_eligible, returns) == (Verdict.NOT_ELIGIBLE, [])


@pytest.mark.parametrize("reason", [DEFECT, CHANGE])
async def test_a_frequent_returner_stays_one(reason: Reason) -> None:
    rules = Shop(PRIYA)
    (order_id, item_id) = rules.rows(
        "retail_order_items join retail_orders on id = order_id where customer_id = 'CUS-0004' and category = 'apparel'"
        " and item_id not in (select item_id from retail_return_items)",
        "order_id, item_id",
    )[0]
    shop = Shop(PRIYA, judge=Liar(str(order_id), str(item_id), reason=reason))
    answer = await ask(shop, "I changed my mind, it's unused in its original packaging", "return my jacket")

    assert (answer.is_eligible, answer.say) == (Verdict.NOT_ELIGIBLE, wording.FREQUENT_RETURNS)
    assert shop.rows(NEW_RETURNS) == []


class Slow(Liar):
    """While it thinks, the customer returns other things."""

    shop: Shop

    async def judge(self, case: ReturnCase) -> Judgement:
        """A lie that was true a moment ago."""
        common = {"customer_id": ALEX, "order_id": "SNP-DEMO-1001", "action": "refund", "reason": DEFECT}
        ended = {"terms": Terms.FULL, "status": "returned", "next_steps": "", "created_at": NOW}
        rows = [{**common, **ended, "id": f"RMA-{number}"} for number in range(3)]
        with self.shop.engine.begin() as db:
            db.execute(insert(tables.returns), rows)
        return await super().judge(case)


async def test_returns_made_since_the_case_was_read_count() -> None:
    judge = Slow("SNP-DEMO-1001", ALEXS_BOARD, reason=CHANGE)
    judge.shop = Shop(ALEX, judge=judge)
    answer = await ask(judge.shop, "I changed my mind, it's unused in its original packaging")

    assert answer.say == wording.FREQUENT_RETURNS


@pytest.mark.parametrize(
    ("said", "claimed", "fee"),
    [
        ("I don't like it, I've used it twice", Terms.FULL, True),
        ("I changed my mind and threw away the box", Terms.FULL, True),
        ("I don't want it, it's cracked because I hit a rock", Terms.FULL, True),
        ("I don't want it, there is a crack in it by the way", Terms.FULL, True),
        ("I changed my mind, it's unused in its original packaging", Terms.FULL, False),
        ("I changed my mind, it's unused in its original packaging", Terms.REDUCED, True),
    ],
)
async def test_terms_follow_the_condition_and_are_never_better_than_judged(
    said: str, claimed: Terms, fee: bool
) -> None:
    shop = Shop(ALEX, judge=Liar("SNP-DEMO-1001", ALEXS_BOARD, reason=CHANGE, terms=claimed))
    answer = await ask(shop, said)

    assert answer.is_eligible is Verdict.ELIGIBLE
    assert ("restocking fee" in str(answer.return_next_steps)) is fee


async def test_a_defect_is_paid_back_in_full_whatever_was_judged() -> None:
    shop = Shop(MARIA, judge=Liar(MARIAS, BOUGHT_FOUR_MONTHS_AGO, terms=Terms.REDUCED))
    answer = await ask(shop, DELAMINATED)

    assert (answer.is_eligible, answer.decided_by) == (Verdict.ELIGIBLE, DecidedBy.MODEL)
    assert "restocking" not in str(answer.return_next_steps)


async def test_the_condition_is_asked_for_when_nobody_said() -> None:
    shop = Shop(ALEX, judge=Liar("SNP-DEMO-1001", ALEXS_BOARD, reason=CHANGE))
    answer = await ask(shop, "I changed my mind")

    assert (answer.is_eligible, answer.say) == (Verdict.NEEDS_MORE, wording.ASK_CONDITION)


async def test_another_item_than_was_named_is_asked_about() -> None:
    shop = Shop(ALEX, judge=Liar("SNP-DEMO-1001", ALEXS_BOARD, reason=CHANGE))
    answer = await ask(shop, "I changed my mind, it's unused in its original packaging", "return my helmet")

    assert (answer.is_eligible, shop.rows(NEW_RETURNS)) == (Verdict.NEEDS_MORE, [])
    assert answer.say.startswith("Which item would you like to return")


@pytest.mark.parametrize(
    ("customer", "judge"),
    [
        pytest.param(ALEX, Liar(MARIAS, BOUGHT_FOUR_MONTHS_AGO), id="somebody else's"),
        pytest.param(ALEX, Liar(PROMISE * 1000, PROMISE * 1000), id="an invention, huge"),
        pytest.param(MARIA, Liar(MARIAS, BOUGHT_FOUR_MONTHS_AGO), id="the reason is wrong"),
        pytest.param(ALEX, Liar("SNP-DEMO-1001", ALEXS_BOARD), id="approved"),
    ],
)
@pytest.mark.parametrize("said", ["I don't like it, it's unused", DELAMINATED, "please"])
async def test_nothing_that_a_judge_writes_is_handed_on(customer: str, judge: Liar, said: str) -> None:
    answer = await ask(Shop(customer, judge=judge), said)

    assert "5,000" not in answer.model_dump_json()
