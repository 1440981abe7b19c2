"""The model judge over HTTP, and the rules that take over when it fails."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
import respx
from openai import AsyncOpenAI

from tests.unit.retail.cases import case, talk
from tests.unit.retail.openai_api import BASE_URL, RESPONSES_URL, HttpCore2Mocker, answered
from toolserver.tools.retail.eligibility.judge import EligibilityJudge
from toolserver.tools.retail.eligibility.model import ModelJudge
from toolserver.tools.retail.eligibility.models import DecidedBy, Reason, Terms, Verdict

DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"

APPROVAL: dict[str, object] = {
    "rationale": "A detailed defect.",
    "is_eligible": "true",
    "reason": "defect",
    "terms": "full",
    "order_id": "O-1",
    "item_ids": ["B-1"],
    "additional_information_needed": None,
    "spoken_answer": "That can come back.",
}


@pytest.fixture
async def openai_api() -> AsyncIterator[respx.MockRouter]:
    """OpenAI, as the SDK sees it."""
    with respx.mock(using=HttpCore2Mocker.name, assert_all_called=False) as router:
        yield router


@pytest.fixture
async def judge() -> AsyncIterator[EligibilityJudge]:
    """A judge with a model, slow answers excluded."""
    async with AsyncOpenAI(api_key="sk-test", base_url=BASE_URL, max_retries=0) as client:
        yield EligibilityJudge(ModelJudge(client, "a-text-model", timeout_s=5))


async def test_the_model_decides_when_it_answers(openai_api: respx.MockRouter, judge: EligibilityJudge) -> None:
    openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(APPROVAL)))

    judged = await judge.judge(case())

    assert (judged.verdict, judged.decided_by) == (Verdict.ELIGIBLE, DecidedBy.MODEL)
    assert (judged.reason, judged.terms) == (Reason.DEFECT, Terms.FULL)
    assert (judged.order_id, judged.item_ids) == ("O-1", ("B-1",))


async def test_a_question_of_the_model_is_passed_on(openai_api: respx.MockRouter, judge: EligibilityJudge) -> None:
    asks = APPROVAL | {
        "is_eligible": "need_more_information",
        "additional_information_needed": "how it happened",
        "spoken_answer": "How did it happen?",
    }
    openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(asks)))

    judged = await judge.judge(case())

    assert (judged.verdict, judged.missing, judged.say) == (Verdict.NEEDS_MORE, "how it happened", "How did it happen?")


async def test_the_model_sees_the_case_and_nothing_else(openai_api: respx.MockRouter, judge: EligibilityJudge) -> None:
    route = openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(APPROVAL)))

    await judge.judge(case(question="a crack", conversation=talk("hello there")))
    sent = json.loads(route.calls.last.request.content)
    told = json.loads(sent["input"])

    assert (sent["model"], sent["store"], sent["text"]["format"]["strict"]) == ("a-text-model", False, True)
    assert told["question"] == "a crack"
    assert told["conversation"] == [{"role": "user", "text": "hello there"}]
    assert told["orders"][0]["items"][0]["item_id"] == "B-1"
    assert "CUS-ME" not in sent["input"]


@pytest.mark.parametrize(
    "outcome",
    [
        pytest.param(httpx.Response(429, json={"error": {"message": "slow down"}}), id="rate limited"),
        pytest.param(httpx.Response(500, json={"error": {"message": "oops"}}), id="server error"),
        pytest.param(httpx.Response(401, json={"error": {"message": "bad key"}}), id="bad key"),
        pytest.param(answered("I think so, yes"), id="not JSON"),
        pytest.param(answered('{"is_eligible": "perhaps"}'), id="not the schema"),
        pytest.param(answered(json.dumps(APPROVAL | {"item_ids": []})), id="an approval of nothing"),
        pytest.param(answered(json.dumps(APPROVAL | {"reason": None})), id="an approval without a reason"),
        pytest.param(httpx.Response(200, text="<html>"), id="not even an API"),
    ],
)
async def test_a_model_that_fails_leaves_the_decision_to_the_rules(
    openai_api: respx.MockRouter, judge: EligibilityJudge, outcome: httpx.Response
) -> None:
    route = openai_api.post(RESPONSES_URL).mock(return_value=outcome)

    judged = await judge.judge(case(question=DELAMINATED))

    assert (judged.verdict, judged.decided_by) == (Verdict.ELIGIBLE, DecidedBy.RULES)
    assert route.call_count == 1


@pytest.mark.parametrize("failure", [httpx.ReadTimeout, httpx.ConnectError])
async def test_a_model_out_of_reach_leaves_the_decision_to_the_rules(
    openai_api: respx.MockRouter, judge: EligibilityJudge, failure: type[Exception]
) -> None:
    openai_api.post(RESPONSES_URL).mock(side_effect=failure)

    assert (await judge.judge(case(question=DELAMINATED))).decided_by is DecidedBy.RULES


async def test_a_slow_model_is_not_waited_for(openai_api: respx.MockRouter) -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("an event that nobody sets was set")

    openai_api.post(RESPONSES_URL).mock(side_effect=never)
    async with AsyncOpenAI(api_key="sk-test", base_url=BASE_URL, max_retries=0) as client:
        judged = await EligibilityJudge(ModelJudge(client, "m", timeout_s=0.05)).judge(case(question=DELAMINATED))

    assert judged.decided_by is DecidedBy.RULES


async def test_without_a_model_the_rules_decide() -> None:
    assert (await EligibilityJudge().judge(case())).decided_by is DecidedBy.RULES
