"""Checking eligibility and setting the return up, on the demo shop."""

from typing import cast

import pytest

from tests.unit.retail.shop import Shop
from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    DecidedBy,
    Judgement,
    Reason,
    ReturnCase,
    Verdict,
)
from toolserver.scenarios.customer_service_retail.eligibility.tool import Eligibility, check_eligibility

ALEX, MARIA, SAM, PRIYA, TOM = (f"CUS-000{number}" for number in range(1, 6))
UNUSED = "I changed my mind, it's unused and in its original packaging"
DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"
NEW_RETURNS = "retail_returns where status = 'return_open'"


class YesSayer(EligibilityJudge):
    """A model that approves whatever it is told to."""

    def __init__(self, order_id: str, *item_ids: str, reason: Reason | None = Reason.DEFECT) -> None:
        super().__init__()
        self._judgement = Judgement(
            Verdict.ELIGIBLE, "Why not.", "Sure!", order_id, item_ids, reason, decided_by=DecidedBy.MODEL
        )

    async def judge(self, case: ReturnCase) -> Judgement:
        """Yes."""
        return self._judgement


async def ask(shop: Shop, action: str, question: str, **more: object) -> Eligibility:
    """Ask for a return."""
    arguments = {"userDesiredAction": action, "question": question, **more}
    return cast(Eligibility, await shop.run(check_eligibility, arguments))


@pytest.mark.parametrize("question", [UNUSED, DELAMINATED])
async def test_an_approval_creates_one_return_and_one_message(question: str) -> None:
    shop = Shop(ALEX)

    answer = await ask(shop, "return my snowboard", question)

    assert answer.is_eligible is Verdict.ELIGIBLE
    assert answer.return_id is not None and answer.return_id.startswith("RMA-")
    assert (answer.order_id, answer.item_ids) == ("SNP-DEMO-1001", ("SNB-RIDGE-04",))
    assert answer.return_next_steps is not None and "refund" in answer.return_next_steps
    assert shop.rows(NEW_RETURNS, "id, customer_id, order_id") == [(answer.return_id, ALEX, "SNP-DEMO-1001")]
    assert (answer.message_queued, len(shop.rows("outbox"))) == (True, 1)


async def test_asking_again_answers_with_the_same_return() -> None:
    shop = Shop(ALEX)

    first = await ask(shop, "return my snowboard", UNUSED)
    second = await ask(shop, "return my snowboard please", "has that been done?")

    assert (second.return_id, second.is_eligible) == (first.return_id, Verdict.ELIGIBLE)
    assert (second.message_queued, len(shop.rows(NEW_RETURNS)), len(shop.rows("outbox"))) == (False, 1, 1)
    assert "already" in second.say


async def test_a_model_that_repeats_itself_gets_the_same_return() -> None:
    shop = Shop(ALEX, judge=YesSayer("SNP-DEMO-1001", "SNB-RIDGE-04", "SNB-RIDGE-04"))

    first = await ask(shop, "that thing", DELAMINATED)
    second = await ask(shop, "that thing", "please")

    assert first.return_id == second.return_id
    assert len(shop.rows(NEW_RETURNS)) == 1


@pytest.mark.parametrize(
    ("customer", "judge", "word"),
    [
        pytest.param(ALEX, YesSayer("SNP-20230914-001", "SNB-TT-X01"), "more than a year", id="a defect after a year"),
        pytest.param(ALEX, YesSayer("SNP-20230820-002", "GOG-037"), "hasn't been delivered", id="in transit"),
        pytest.param(ALEX, YesSayer("SNP-DEMO-2001", "SNB-PDRIFT-07"), "your account", id="someone else's order"),
        pytest.param(ALEX, YesSayer("SNP-DEMO-1001", "GOG-037"), "your order", id="an item of another order"),
        pytest.param(ALEX, YesSayer("SNP-INVENTED", "SNB-1"), "your account", id="an invented order"),
        pytest.param(
            MARIA,
            YesSayer("SNP-DEMO-2001", "SNB-PDRIFT-07", reason=Reason.CHANGE_OF_MIND),
            "thirty days",
            id="after thirty days",
        ),
        pytest.param(
            MARIA, YesSayer("SNP-DEMO-2001", "SNB-PDRIFT-07", reason=None), "thirty days", id="nobody said why"
        ),
        pytest.param(SAM, YesSayer("SNP-DEMO-3002", "BT-SUMMIT-05"), "already is a return", id="already returned"),
        pytest.param(SAM, YesSayer("SNP-DEMO-3003", "APP-FOREST-03"), "cancelled", id="cancelled"),
    ],
)
async def test_a_model_cannot_approve_what_the_policy_forbids(customer: str, judge: YesSayer, word: str) -> None:
    shop = Shop(customer, judge=judge)

    answer = await ask(shop, "take it back", "now")

    assert (answer.is_eligible, answer.decided_by) == (Verdict.NOT_ELIGIBLE, DecidedBy.RULES)
    assert word in answer.say
    assert (answer.return_id, answer.message_queued) == (None, False)
    assert (shop.rows(NEW_RETURNS), shop.rows("outbox")) == ([], [])


async def test_a_model_may_approve_what_the_policy_allows() -> None:
    shop = Shop(MARIA, judge=YesSayer("SNP-DEMO-2001", "SNB-PDRIFT-07"))

    answer = await ask(shop, "take it back", DELAMINATED)

    assert (answer.is_eligible, answer.decided_by) == (Verdict.ELIGIBLE, DecidedBy.MODEL)


@pytest.mark.parametrize(
    ("customer", "action", "question", "verdict"),
    [
        (MARIA, "return my snowboard", DELAMINATED, Verdict.ELIGIBLE),
        (MARIA, "return my snowboard", UNUSED, Verdict.NOT_ELIGIBLE),
        (MARIA, "return my snowboard", "it's defective, there's a big crack", Verdict.NEEDS_MORE),
        (SAM, "return my jacket", UNUSED, Verdict.NOT_ELIGIBLE),
        (SAM, "return my boots", UNUSED, Verdict.NOT_ELIGIBLE),
        (PRIYA, "return my jacket", UNUSED, Verdict.NOT_ELIGIBLE),
        (PRIYA, "return my jacket", DELAMINATED, Verdict.ELIGIBLE),
        (TOM, "return my board", UNUSED, Verdict.NOT_ELIGIBLE),
        (ALEX, "return my boots", DELAMINATED, Verdict.NOT_ELIGIBLE),
    ],
)
async def test_every_branch_of_the_demo_data_can_be_reached(
    customer: str, action: str, question: str, verdict: Verdict
) -> None:
    answer = await ask(Shop(customer), action, question)

    assert answer.is_eligible is verdict
    assert (answer.return_id is not None) == (verdict is Verdict.ELIGIBLE)


async def test_what_is_missing_is_asked_for_and_then_accepted() -> None:
    shop = Shop(ALEX)

    first = await ask(shop, "return my snowboard", "it's defective, there's a big crack")
    second = await ask(shop, "return my snowboard", "a crack, it opened on the second day of normal riding")

    assert first.additional_information_needed and first.say.endswith("?")
    assert second.is_eligible is Verdict.ELIGIBLE


@pytest.mark.parametrize("order_id", ["SNP-DEMO-2001", "SNP-INVENTED"])
async def test_a_session_cannot_tell_a_strangers_order_from_an_unknown_one(order_id: str) -> None:
    with pytest.raises(ToolFailed) as failure:
        await ask(Shop(ALEX), "return it", UNUSED, orderId=order_id)

    assert failure.value.code == "not_permitted"


@pytest.mark.parametrize(("more", "code"), [({"orderId": "SNP-INVENTED"}, "not_found"), ({}, "session_required")])
async def test_a_service_has_to_name_an_order_that_exists(more: dict[str, str], code: str) -> None:
    service = Shop()
    service.session = None

    with pytest.raises(ToolFailed) as failure:
        await ask(service, "return it", UNUSED, **more)

    assert failure.value.code == code


async def test_an_exchange_says_what_happens_then() -> None:
    answer = await ask(Shop(ALEX), "exchange my helmet for another one", UNUSED)

    assert answer.return_next_steps is not None and "exchange" in answer.return_next_steps


async def test_a_used_item_is_taken_back_for_less() -> None:
    answer = await ask(Shop(ALEX), "return my helmet", "I don't like it, I used it once")

    assert answer.return_next_steps is not None and "restocking fee" in answer.return_next_steps
