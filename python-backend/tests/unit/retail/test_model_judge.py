"""The model judge over HTTP, and the rules that take over when it fails."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest
import respx
from openai import AsyncOpenAI
from pydantic import SecretStr

from tests.unit.retail.cases import case, order, talk
from tests.unit.retail.openai_api import BASE_URL, RESPONSES_URL, HttpCore2Mocker, answered
from toolserver.scenarios.customer_service_retail.eligibility import wording
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.eligibility.model import ModelJudge
from toolserver.scenarios.customer_service_retail.eligibility.model_client import model_client
from toolserver.scenarios.customer_service_retail.eligibility.models import (
    DecidedBy,
    Reason,
    ReturnCase,
    Terms,
    Verdict,
)

DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"

APPROVAL: dict[str, object] = {
    "rationale": "A detailed defect.",
    "is_eligible": "true",
    "reason": "defect",
    "terms": "full",
    "order_id": "O-1",
    "item_ids": ["B-1"],
    "missing_fact": None,
}
ASKS = APPROVAL | {"is_eligible": "need_more_information"}
PACKED = gzip.compress(answered(json.dumps(APPROVAL)).content)
LATE = (order(ordered=124, delivered=120),)


@pytest.fixture
async def openai_api() -> AsyncIterator[respx.MockRouter]:
    """OpenAI, as the SDK sees it."""
    with respx.mock(using=HttpCore2Mocker.name, assert_all_called=False) as router:
        yield router


@pytest.fixture
async def judge() -> AsyncIterator[EligibilityJudge]:
    """A judge with a model, slow answers excluded."""
    async with model_client(SecretStr("sk-test"), BASE_URL) as client:
        yield EligibilityJudge(ModelJudge(client, "a-text-model", timeout_s=5))


async def test_the_model_decides_when_it_answers(openai_api: respx.MockRouter, judge: EligibilityJudge) -> None:
    openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(APPROVAL)))

    judged = await judge.judge(case())

    assert (judged.verdict, judged.decided_by) == (Verdict.ELIGIBLE, DecidedBy.MODEL)
    assert (judged.reason, judged.terms) == (Reason.DEFECT, Terms.FULL)
    assert (judged.order_id, judged.item_ids) == ("O-1", ("B-1",))


@pytest.mark.parametrize(
    ("missing", "question"),
    [
        ("reason", wording.ASK_REASON),
        ("symptom", wording.ASK_SYMPTOM),
        ("circumstances", wording.ASK_CIRCUMSTANCES),
        ("condition", wording.ASK_CONDITION),
        ("item", "Which item would you like to return: the Ridge Runner Snowboard, or the Summit Helmet?"),
    ],
)
async def test_a_question_of_the_model_is_one_of_ours(
    openai_api: respx.MockRouter, judge: EligibilityJudge, missing: str, question: str
) -> None:
    asks = APPROVAL | {"is_eligible": "need_more_information", "missing_fact": missing}
    openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(asks)))

    judged = await judge.judge(case())

    assert (judged.verdict, judged.say, judged.decided_by) == (Verdict.NEEDS_MORE, question, DecidedBy.MODEL)
    assert judged.missing and judged.missing != missing


@pytest.mark.parametrize(
    ("given", "refusal", "said"),
    [
        pytest.param(case(orders=LATE), {"reason": "change_of_mind"}, "thirty days", id="late"),
        pytest.param(case(returns_in_last_year=3), {"reason": None}, "how many returns", id="frequent returns"),
        pytest.param(case(orders=()), {}, "any orders", id="no orders"),
        pytest.param(case(), {"order_id": "O-STRANGE"}, "I can get a person", id="an item of nobody"),
        pytest.param(case(), {"reason": "defect"}, "I can get a person", id="for no reason"),
    ],
)
async def test_a_refusal_of_the_model_has_the_reason_that_the_policy_has(
    openai_api: respx.MockRouter, judge: EligibilityJudge, given: ReturnCase, refusal: dict[str, object], said: str
) -> None:
    lie = APPROVAL | {"is_eligible": "false", "rationale": "We wired you $5,000."} | refusal
    openai_api.post(RESPONSES_URL).mock(return_value=answered(json.dumps(lie)))

    judged = await judge.judge(given)

    assert (judged.verdict, judged.decided_by) == (Verdict.NOT_ELIGIBLE, DecidedBy.MODEL)
    assert said in judged.say
    assert "5,000" not in str(judged) and "STRANGE" not in str(judged)


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
        pytest.param(answered(json.dumps(APPROVAL | {"rationale": "why " * 1000})), id="a huge rationale"),
        pytest.param(answered(json.dumps(APPROVAL | {"order_id": "O" * 41})), id="a huge id"),
        pytest.param(answered(json.dumps(APPROVAL | {"item_ids": ["B-1"] * 21})), id="too many ids"),
        pytest.param(answered(json.dumps(APPROVAL | {"spoken_answer": "We wired you $5,000."})), id="more than asked"),
        pytest.param(answered(json.dumps(ASKS | {"missing_fact": None})), id="a question about nothing"),
        pytest.param(answered(json.dumps(ASKS | {"missing_fact": "your PIN"})), id="a question of its own"),
        pytest.param(answered(json.dumps(APPROVAL) + " " * 300_000), id="a huge body"),
        pytest.param(httpx.Response(200, content=PACKED, headers={"content-encoding": "gzip"}), id="a packed body"),
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(openai_api: respx.MockRouter, judge: EligibilityJudge, status: int) -> None:
    elsewhere = openai_api.route(host="elsewhere.test").mock(return_value=answered(json.dumps(APPROVAL)))
    away = httpx.Response(status, headers={"location": "https://elsewhere.test/v1/responses"})
    openai_api.post(RESPONSES_URL).mock(return_value=away)

    assert (await judge.judge(case(question=DELAMINATED))).decided_by is DecidedBy.RULES
    assert not elsewhere.called


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
