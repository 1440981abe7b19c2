"""The model judge: OpenAI's Responses API with structured output."""

import asyncio
from contextlib import AbstractContextManager
from typing import Final

from openai import AsyncOpenAI, OpenAIError
from opentelemetry.trace import SpanKind
from pydantic import ValidationError

from toolserver.scenarios.customer_service_retail.eligibility.briefing import INSTRUCTIONS, brief
from toolserver.scenarios.customer_service_retail.eligibility.model_answer import ModelAnswer, judgement_of
from toolserver.scenarios.customer_service_retail.eligibility.model_client import MODEL_TIMEOUT_S
from toolserver.scenarios.customer_service_retail.eligibility.models import Judgement, ReturnCase
from toolserver.tracing import names
from toolserver.tracing.spans import Tracing, maybe_span

_MOST_TOKENS: Final = 4000  # what a model thinks before it answers counts too
# AttributeError: the SDK hands a body that is no JSON object through as text, and then stumbles over it.
_FAILURES: Final = (OpenAIError, ValidationError, ValueError, TimeoutError, AttributeError)


class ModelUnavailable(Exception):
    """The model did not answer in time, refused, or answered something that is no judgement."""


class ModelJudge:
    """Asks a text model, once and under a timeout."""

    def __init__(
        self, client: AsyncOpenAI, model: str, timeout_s: float = MODEL_TIMEOUT_S, tracing: Tracing | None = None
    ) -> None:
        self._client = client
        self._model = model
        self._timeout_s = timeout_s
        self._tracing = tracing

    async def judge(self, case: ReturnCase) -> Judgement:
        """The model's judgement. Raises ModelUnavailable."""
        try:
            with self._span():
                async with asyncio.timeout(self._timeout_s):
                    judgement = judgement_of(await self._ask(case), case)
        except _FAILURES as error:
            raise ModelUnavailable(type(error).__name__) from error
        if judgement is None:
            raise ModelUnavailable("the model did not say what or why")
        return judgement

    def _span(self) -> AbstractContextManager[object]:
        attributes = {names.OPERATION: names.CHAT, names.PROVIDER: "openai", names.REQUEST_MODEL: self._model}
        return maybe_span(self._tracing, f"{names.CHAT} {self._model}", SpanKind.CLIENT, attributes)

    async def _ask(self, case: ReturnCase) -> ModelAnswer:
        response = await self._client.responses.parse(
            model=self._model,
            instructions=INSTRUCTIONS,
            input=brief(case),
            text_format=ModelAnswer,
            store=False,
            max_output_tokens=_MOST_TOKENS,
        )
        if response.output_parsed is None:
            raise ModelUnavailable("the model refused to answer")
        return response.output_parsed
