"""The eligibility judge: the model where there is one, the rules where it fails or is missing."""

import logging

from toolserver.scenarios.customer_service_retail.eligibility.model import ModelJudge, ModelUnavailable
from toolserver.scenarios.customer_service_retail.eligibility.models import Judgement, ReturnCase
from toolserver.scenarios.customer_service_retail.eligibility.rules import judge_by_rules

log = logging.getLogger(__name__)


class EligibilityJudge:
    """Judges a case; the judgement says who decided."""

    def __init__(self, model: ModelJudge | None = None) -> None:
        self._model = model

    async def judge(self, case: ReturnCase) -> Judgement:
        """Never fails: the rule judge needs nothing but the case."""
        if self._model is not None:
            try:
                return await self._model.judge(case)
            except ModelUnavailable as reason:
                log.warning("the eligibility model gave no judgement (%s); the rules decide", reason)
        return judge_by_rules(case)
