"""The model judge: OpenAI's Responses API with structured output."""

import asyncio
from contextlib import AbstractContextManager
from typing import Final, Literal

from openai import AsyncOpenAI, OpenAIError
from opentelemetry.trace import SpanKind
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toolserver.tools.retail.eligibility.briefing import INSTRUCTIONS, brief
from toolserver.tools.retail.eligibility.models import DecidedBy, Judgement, Reason, ReturnCase, Terms, Verdict
from toolserver.tracing import names
from toolserver.tracing.spans import Tracing, maybe_span

MODEL_TIMEOUT_S = 10.0

# AttributeError: the SDK hands a body that is no JSON object through as text, and then stumbles over it.
_FAILURES: Final = (OpenAIError, ValidationError, ValueError, TimeoutError, AttributeError)


class ModelUnavailable(Exception):
    """The model did not answer in time, refused, or answered something that is no judgement."""


class ModelAnswer(BaseModel):
    """The structured output; every field is required, as strict schemas demand."""

    model_config = ConfigDict(extra="forbid")

    rationale: str = Field(description="Why, in one or two sentences, for our records.")
    is_eligible: Literal["true", "false", "need_more_information"]
    reason: Literal["defect", "change_of_mind"] | None = Field(description="Why the customer returns it, if known.")
    terms: Literal["full", "reduced"] = Field(description="reduced: used or damaged, so a fee or partial refund.")
    order_id: str | None = Field(description="The order it is about, copied exactly.")
    item_ids: list[str] = Field(description="The items it is about, copied exactly.")
    additional_information_needed: str | None = Field(description="What is missing, if more information is needed.")
    spoken_answer: str = Field(description="One or two short sentences to say to the customer; no lists, no ids.")


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
                    return _judgement(await self._ask(case))
        except _FAILURES as error:
            raise ModelUnavailable(type(error).__name__) from error

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
        )
        if response.output_parsed is None:
            raise ModelUnavailable("the model refused to answer")
        return response.output_parsed


def _judgement(answer: ModelAnswer) -> Judgement:
    """An approval without a reason or an item is none: the missing fact has to be asked for."""
    verdict = Verdict(answer.is_eligible)
    if verdict is Verdict.ELIGIBLE and not (answer.reason and answer.order_id and answer.item_ids):
        raise ModelUnavailable("the model approved without saying what or why")
    return Judgement(
        verdict=verdict,
        rationale=answer.rationale,
        say=answer.spoken_answer,
        order_id=answer.order_id,
        item_ids=tuple(answer.item_ids),
        reason=Reason(answer.reason) if answer.reason else None,
        terms=Terms(answer.terms),
        missing=answer.additional_information_needed if verdict is Verdict.NEEDS_MORE else None,
        decided_by=DecidedBy.MODEL,
    )
