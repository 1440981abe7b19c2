"""What a call asks of a model, and a message on its way out, are spans; what they say is not."""

import asyncio
import json

import httpx
import pytest
import respx
from openai import AsyncOpenAI
from opentelemetry.trace import SpanKind

from tests.outbox.test_webhook import MESSAGE
from tests.tracing.traces import Recorded, id_of, parent_of
from tests.unit.retail.cases import case
from tests.unit.retail.openai_api import BASE_URL, RESPONSES_URL, HttpCore2Mocker, answered
from tests.unit.retail.test_model_judge import APPROVAL
from toolserver.outbox.receiver import DeliveryFailed
from toolserver.outbox.scripted import ScriptedReceiver
from toolserver.outbox.traced import TracedReceiver
from toolserver.scenarios.customer_service_retail.eligibility.model import ModelJudge, ModelUnavailable
from toolserver.tracing.spans import Tracing


async def judge(tracing: Tracing, timeout_s: float = 5) -> None:
    """Have one case judged."""
    async with AsyncOpenAI(api_key="sk-test", base_url=BASE_URL, max_retries=0) as client:
        await ModelJudge(client, "a-text-model", timeout_s, tracing).judge(case())


async def never(_request: httpx.Request) -> httpx.Response:
    """A model that thinks for ever."""
    await asyncio.Event().wait()
    return answered("")


async def test_a_judgement_is_a_span_of_the_call_that_asks_for_it() -> None:
    recorded = Recorded()
    tracing = recorded.tracing()
    with respx.mock(using=HttpCore2Mocker.name) as router:
        router.post(RESPONSES_URL).mock(return_value=answered(json.dumps(APPROVAL)))
        with tracing.span("the call", SpanKind.INTERNAL, {}):
            await judge(tracing)
    asked = recorded.named("chat a-text-model")

    assert parent_of(asked) == id_of(recorded.named("the call"))
    assert asked.attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "a-text-model",
    }
    assert asked.events == ()


async def test_a_model_that_does_not_answer_is_told_by_the_type_of_the_error() -> None:
    recorded = Recorded()
    mocked = respx.mock(using=HttpCore2Mocker.name, assert_all_called=False)  # its call does not end
    with mocked as router, pytest.raises(ModelUnavailable):
        router.post(RESPONSES_URL).mock(side_effect=never)
        await judge(recorded.tracing(), timeout_s=0.01)

    assert (recorded.named("chat a-text-model").attributes or {})["error.type"] == "TimeoutError"


async def test_a_delivery_is_a_trace_that_names_the_call_and_neither_recipient_nor_text() -> None:
    recorded, receiver = Recorded(), ScriptedReceiver(DeliveryFailed("status 503"))
    traced = TracedReceiver(receiver, recorded.tracing())
    with pytest.raises(DeliveryFailed):
        await traced.deliver(MESSAGE)
    await traced.deliver(MESSAGE)
    failed, delivered = recorded.spans

    assert receiver.delivered == [MESSAGE.body]
    assert delivered.attributes == {
        "messaging.message.id": "MSG-1",
        "messaging.destination.name": "sms",
        "gen_ai.tool.call.id": "call-1",
        "frontdesk.attempt": 2,
    }
    assert failed.attributes == {**delivered.attributes, "error.type": "DeliveryFailed"}
    assert failed.events == ()
